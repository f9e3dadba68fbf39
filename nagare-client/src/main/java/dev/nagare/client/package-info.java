/**
 * Calls a server of OpenAI's completions API and yields its answer as it is generated.
 *
 * <pre>{@code
 * ChatClient client = ChatClient.fromEnvironment();
 * try (ChatCompletionStream stream = client.stream(request)) {
 *     for (String text : stream.text()) {
 *         System.out.print(text);
 *     }
 * }
 * }</pre>
 *
 * <p>Three promises. A cut answer is never called complete: the loop above ends without an exception only if the whole
 * answer came, or if someone closed the stream. Closing works from any thread, at once, also while another thread waits
 * for the server, and is not an error. Everything that was received before an error can still be had, from
 * {@link dev.nagare.client.NagareClientException#partial()}.
 *
 * <p>Threads: the caller's thread blocks in the iterator, which suits virtual threads. The JDK's HTTP client has threads
 * of its own, which only put received bytes into a bounded queue. One daemon thread, shared by all clients, watches over
 * the {@linkplain dev.nagare.client.Deadlines deadlines}.
 */
@NullMarked
package dev.nagare.client;

import org.jspecify.annotations.NullMarked;
