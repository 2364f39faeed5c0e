package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Sources stay small enough to read at a glance. */
class SourceSizeTest {
    private static final int LONGEST_METHOD = 30;

    @Test
    void files_are_short() throws IOException {
        List<Integer> lengths = new ArrayList<>();
        for (Path file : sources()) {
            lengths.add(Files.readAllLines(file).size());
        }
        lengths.sort(null);

        assertThat(lengths.get(lengths.size() / 2)).as("median").isLessThan(90);
        assertThat(lengths.get(lengths.size() - 1)).as("longest").isLessThanOrEqualTo(400);
    }

    @Test
    void methods_are_short() throws IOException {
        assertThat(methods()).hasSizeGreaterThan(1000);
        assertThat(methods())
                .filteredOn(method -> !method.isOneValue() && method.lines() >= LONGEST_METHOD)
                .isEmpty();
    }

    /**
     * A method with a body.
     *
     * @param isOneValue whether it does nothing but return one expression, such as the list of rules
     */
    private record Method(String file, String name, long lines, boolean isOneValue) {}

    private static List<Method> methods() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Method> found = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new MethodScanner(unit, positions, found).scan(unit, null);
            }
        }
        return found;
    }

    private static final class MethodScanner extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Method> found;

        MethodScanner(CompilationUnitTree unit, SourcePositions positions, List<Method> found) {
            this.unit = unit;
            this.positions = positions;
            this.found = found;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            if (method.getBody() != null) {
                LineMap lines = unit.getLineMap();
                long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
                long last = lines.getLineNumber(positions.getEndPosition(unit, method));
                boolean oneValue = method.getBody().getStatements().size() == 1
                        && method.getBody().getStatements().get(0) instanceof ReturnTree;
                found.add(new Method(
                        unit.getSourceFile().getName(), method.getName().toString(), last - first + 1, oneValue));
            }
            return super.visitMethod(method, nothing);
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .toList();
        }
    }
}
