package dev.nagare.local.schedule;

import dev.nagare.local.model.CacheLayout;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pages of earlier sequences, found by the tokens before and in them.
 *
 * <p>Each node is a full page: {@link CacheLayout#POSITIONS} tokens that follow those of its parent. Since a row's result
 * depends on nothing but its own sequence, a page found here holds the bits that computing it again would give. One
 * thread only.
 */
final class PrefixTree {
    private final Node root = new Node(null, IntBuffer.allocate(0), null);
    private final List<Node> nodes = new ArrayList<>();
    private final Consumer<CachePage> freed;
    private long clock;

    /**
     * An empty tree.
     *
     * @param freed takes the pages that are no longer in the tree
     */
    PrefixTree(Consumer<CachePage> freed) {
        this.freed = freed;
    }

    int size() {
        return nodes.size();
    }

    /** The pages that begin with these tokens, as many as match, at most {@code most}. */
    List<CachePage> find(int[] tokens, int most) {
        List<Node> path = new ArrayList<>();
        Node node = root;
        while (path.size() < most) {
            Node child = node.children.get(block(tokens, path.size()));
            if (child == null) {
                break;
            }
            path.add(child);
            node = child;
        }
        touch(path);
        return path.stream().map(Node::page).toList();
    }

    /** Keeps pages under their tokens; where the tree has a page for the same tokens already, that one stays. */
    void store(int[] tokens, List<CachePage> pages) {
        List<Node> path = new ArrayList<>();
        Node node = root;
        for (int i = 0; i < pages.size(); i++) {
            IntBuffer block = block(tokens, i);
            Node child = node.children.get(block);
            if (child == null) {
                CachePage page = pages.get(i);
                if (page.stored) {
                    break;
                }
                child = new Node(node, block, page);
                page.stored = true;
                node.children.put(block, child);
                nodes.add(child);
            }
            path.add(child);
            node = child;
        }
        touch(path);
    }

    /**
     * Lets go the page that was not needed for the longest time, and what depends on it.
     *
     * @throws IllegalStateException if every page is in use
     */
    void evict() {
        Node oldest = null;
        for (Node node : nodes) {
            if (node.page().users == 0 && (oldest == null || node.touched < oldest.touched)) {
                oldest = node;
            }
        }
        if (oldest == null) {
            throw new IllegalStateException("no page can be let go");
        }
        if (oldest.parent != null) {
            oldest.parent.children.remove(oldest.block);
        }
        drop(oldest);
    }

    private void drop(Node node) {
        node.children.values().forEach(this::drop);
        nodes.remove(node);
        node.page().stored = false;
        freed.accept(node.page());
    }

    /** A parent is always younger than its children, so that a branch is let go from its tip. */
    private void touch(List<Node> path) {
        for (int i = path.size() - 1; i >= 0; i--) {
            path.get(i).touched = ++clock;
        }
    }

    private static IntBuffer block(int[] tokens, int index) {
        int from = index * CacheLayout.POSITIONS;
        return IntBuffer.wrap(Arrays.copyOfRange(tokens, from, from + CacheLayout.POSITIONS));
    }

    private static final class Node {
        private final @Nullable Node parent;
        private final IntBuffer block;
        private final @Nullable CachePage page;
        private final Map<IntBuffer, Node> children = new HashMap<>();
        private long touched;

        Node(@Nullable Node parent, IntBuffer block, @Nullable CachePage page) {
            this.parent = parent;
            this.block = block;
            this.page = page;
        }

        CachePage page() {
            CachePage own = page;
            if (own == null) {
                throw new IllegalStateException("the root has no page");
            }
            return own;
        }
    }
}
