/** The command {@code nagare}: the only composition root. */
module dev.nagare.cli {
    requires static org.jspecify;
    requires dev.nagare.local;
    requires dev.nagare.guard;
    requires dev.nagare.server;
    requires dev.nagare.client;
    requires info.picocli;
    requires org.snakeyaml.engine;
    requires jdk.unsupported;

    provides System.LoggerFinder with
            dev.nagare.cli.CommandLoggerFinder;

    opens dev.nagare.cli to
            info.picocli;
}
