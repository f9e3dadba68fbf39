package dev.nagare.client;

import dev.nagare.testkit.TestTls;

/** Asks a server through a proxy and prints the answer, or how the call failed. */
final class ProxyProgram {
    private ProxyProgram() {}

    /** Takes the server's address and the proxy's port. */
    public static void main(String[] arguments) {
        ChatClient client = ChatClient.builder()
                .baseUrl(arguments[0])
                .proxy("127.0.0.1", Integer.parseInt(arguments[1]))
                .proxyCredentials("user", "pä:ss")
                .sslContext(TestTls.context())
                .retries(RetryPolicy.NONE)
                .build();
        try {
            System.out.print(client.stream(Streams.chat()).completion().text());
        } catch (ApiException e) {
            System.out.print(e.getClass().getSimpleName() + " " + e.status() + " " + e.getMessage());
        } catch (NagareClientException e) {
            System.out.print(e);
        }
        System.exit(0);
    }
}
