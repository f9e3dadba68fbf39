package dev.nagare.cli;

/** What a group of settings is about: the headings of {@code nagare serve --help} and of the written file. */
enum Section {
    MODELS("Models"),
    ADDRESS("Where it listens"),
    CALLERS("Who may call, and how much"),
    ADMISSION("How many at a time"),
    TIME("How long"),
    LIMITS("How large"),
    CONTRACT("What is accepted"),
    MODERATION("What may be said"),
    LOG("What is written down"),
    TUNING("Sockets and threads");

    private final String title;

    Section(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
