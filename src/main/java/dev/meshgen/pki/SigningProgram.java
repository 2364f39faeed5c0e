package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that signs: it reads a request on its standard input and prints the certificate, then
 * its issuers.
 *
 * @param command the program and its arguments; no shell reads them
 * @param limit how long it may take
 * @param hidden a variable of the environment that it doesn't get
 */
public record SigningProgram(List<String> command, Duration limit, String hidden) {
    private static final int LARGEST = 1 << 20;

    public SigningProgram {
        command = List.copyOf(command);
    }

    /** The program, as the file that a message is about. */
    Path file() {
        return Path.of(command.get(0));
    }

    Outcome<byte[]> sign(byte[] request) {
        // It may ask there for a PIN or the touch of a token.
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().remove(hidden);
        try {
            Process process = builder.start();
            write(process, request);
            return answer(process);
        } catch (IOException e) {
            return failed("can't be started", "Give the path of a program that you may execute.");
        }
    }

    /** A request fits into a pipe, so this doesn't wait for the program. */
    private static void write(Process process, byte[] request) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(request);
        } catch (IOException e) {
            // One that doesn't read shows in what it prints, or in its exit code.
        }
    }

    private Outcome<byte[]> answer(Process process) {
        try {
            long end = System.nanoTime() + limit.toNanos();
            byte[] printed = CompletableFuture.supplyAsync(() -> read(process), SigningProgram::inBackground)
                    .get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (printed.length > LARGEST) {
                return failed("printed more than 1 MiB", "Have it print the certificate and its issuers only, as PEM.");
            }
            return process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)
                    ? requireDone(process.exitValue(), printed)
                    : slow();
        } catch (TimeoutException e) {
            return slow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return slow();
        } catch (ExecutionException e) {
            return failed("stopped printing", "See what it says, then run the command again.");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "meshgen-signing");
        thread.setDaemon(true);
        thread.start();
    }

    private static byte[] read(Process process) {
        try {
            return process.getInputStream().readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome<byte[]> requireDone(int exit, byte[] printed) {
        return exit == 0
                ? Outcome.of(printed)
                : failed("ended with exit code " + exit, "See what it says above, then run the command again.");
    }

    private Outcome<byte[]> slow() {
        return failed(
                "didn't answer within " + limit.toSeconds() + " seconds",
                "See whether it waits for something; `--sign-timeout` gives it more time.");
    }

    private Outcome<byte[]> failed(String fact, String fix) {
        return Outcome.failure(Diagnostic.error(
                "pki-sign-command", file(), "Program `" + file() + "`, which is to sign, " + fact + ".", fix));
    }
}
