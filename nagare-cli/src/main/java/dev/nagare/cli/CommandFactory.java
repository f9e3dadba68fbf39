package dev.nagare.cli;

import picocli.CommandLine;

/** Makes the commands with what they need, in place of statics. */
final class CommandFactory implements CommandLine.IFactory {
    private final Terminal terminal;
    private final Engines engines;

    CommandFactory(Terminal terminal, Engines engines) {
        this.terminal = terminal;
        this.engines = engines;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == ChatCommand.class) {
            return type.cast(new ChatCommand(terminal, engines));
        } else if (type == CompleteCommand.class) {
            return type.cast(new CompleteCommand(terminal, engines));
        } else if (type == GuardCommand.class) {
            return type.cast(new GuardCommand(terminal));
        } else if (type == KeyCommand.class) {
            return type.cast(new KeyCommand(terminal));
        } else if (type == ServeCommand.class) {
            return type.cast(new ServeCommand(terminal, engines));
        } else if (type == WalkthroughCommand.class) {
            return type.cast(new WalkthroughCommand(terminal, engines));
        }
        return CommandLine.defaultFactory().create(type);
    }
}
