package dev.nagare.server;

/**
 * The upper bounds of the histograms' buckets: those of OpenTelemetry's conventions for generative AI and those of vLLM,
 * which dashboards know, with more where these end too early to tell fast answers or slow ones apart.
 */
final class Buckets {
    /** {@code gen_ai.server.time_to_first_token}, and on from 10 s to 60 s. */
    static final double[] TO_FIRST_TOKEN = {
        0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 60
    };

    /** {@code gen_ai.server.time_per_output_token}. */
    static final double[] PER_OUTPUT_TOKEN = {0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5};

    /** {@code gen_ai.server.request.duration}. */
    static final double[] REQUEST = {
        0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92
    };

    /** {@code gen_ai.client.token.usage}: powers of four. */
    static final double[] TOKENS = {
        1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864
    };

    /** {@code vllm:time_to_first_token_seconds}. */
    static final double[] VLLM_TO_FIRST_TOKEN = {
        0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560
    };

    /** {@code vllm:inter_token_latency_seconds}, which begins at 10 ms there: a small model here takes less than one. */
    static final double[] VLLM_INTER_TOKEN = {
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
        20, 40, 80
    };

    /** {@code vllm:e2e_request_latency_seconds} and {@code vllm:request_queue_time_seconds}. */
    static final double[] VLLM_REQUEST = {
        0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680
    };

    private Buckets() {}
}
