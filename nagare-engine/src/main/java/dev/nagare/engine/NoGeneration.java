package dev.nagare.engine;

/** The handle of {@link Generation#none()}. */
enum NoGeneration implements Generation {
    INSTANCE;

    @Override
    public void cancel() {}

    @Override
    public void cancel(int choice) {}

    @Override
    public void pause() {}

    @Override
    public void resume() {}
}
