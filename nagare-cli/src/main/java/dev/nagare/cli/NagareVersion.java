package dev.nagare.cli;

import picocli.CommandLine;

/** The version of this build, and of the JVM that runs it. */
final class NagareVersion implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = NagareVersion.class.getPackage().getImplementationVersion();
        return new String[] {
            "nagare " + (version == null ? "(unpackaged)" : version),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")"
        };
    }
}
