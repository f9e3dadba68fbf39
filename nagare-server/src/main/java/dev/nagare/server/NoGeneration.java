package dev.nagare.server;

import dev.nagare.engine.Generation;

/** What stands for a generation that never began: nothing can be asked of it. */
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
