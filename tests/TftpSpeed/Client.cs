// One way to fetch a file.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RustKernel.Flash.TftpSpeed;

/// <summary>A client program with its options.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="File">The file it fetches.</param>
/// <param name="Lockstep">True when each block waits for its acknowledgment.</param>
/// <param name="Command">Program and arguments from port and output.</param>
internal sealed record Client(string Name, string File, bool Lockstep, Func<int, string, string[]> Command)
{
    public static Client[] All { get; } =
    [
        new(
            "tftp-hpa, 512",
            "small",
            true,
            (port, output) => ["tftp", "-m", "binary", "127.0.0.1", $"{port}", "-c", "get", "small", output]),
        new("atftp, 512", "small", true, (port, output) => ["atftp", "--get", "-r", "small", "-l", output, "127.0.0.1", $"{port}"]),
        new(
            "curl, 1468",
            "large",
            true,
            (port, output) => ["curl", "-sS", "--tftp-blksize", "1468", "-o", output, $"tftp://127.0.0.1:{port}/large"]),
        new(
            "busybox, 1400",
            "large",
            true,
            (port, output) => ["busybox", "tftp", "-b", "1400", "-g", "-r", "large", "-l", output, "127.0.0.1", $"{port}"]),
        new(
            "atftp, 1428, window 8",
            "huge",
            false,
            (port, output) => [
                "atftp",
                "--option",
                "windowsize 8",
                "--option",
                "blksize 1428",
                "--get",
                "-r",
                "huge",
                "-l",
                output,
                "127.0.0.1",
                $"{port}"
            ]),
        new(
            "atftp, 1428, window 32",
            "huge",
            false,
            (port, output) => [
                "atftp",
                "--option",
                "windowsize 32",
                "--option",
                "blksize 1428",
                "--get",
                "-r",
                "huge",
                "-l",
                output,
                "127.0.0.1",
                $"{port}"
            ]),
    ];

    /// <summary>MB/s of one fetch.</summary>
    public double Run(Server server, string folder)
    {
        string output = Path.Combine(folder, "..", "out");
        string[] command = Command(server.Port, output);
        Stopwatch clock = Stopwatch.StartNew();
        Execute(command);
        double seconds = clock.Elapsed.TotalSeconds;
        long size = new FileInfo(Path.Combine(folder, File)).Length;
        if (!FilesAreEqual(Path.Combine(folder, File), output))
        {
            throw new InvalidOperationException($"{Name} from {server.Name}: the file is not what was served");
        }

        System.IO.File.Delete(output);
        return size / 1e6 / seconds;
    }

    /// <summary>100 files at once in one curl: MB/s of all, and the slowest one's time over the fastest one's.</summary>
    public static (double Speed, double Unfairness) Parallel(Server server, string folder)
    {
        const int count = 100;
        List<string> command = [
            "curl",
            "-sS",
            "--parallel",
            "--parallel-immediate",
            "--parallel-max",
            $"{count}",
            "--tftp-blksize",
            "1468",
            "-w",
            "%{time_total}\\n"
        ];
        for (int i = 0; i < count; i++)
        {
            command.AddRange(["-o", Path.Combine(folder, "..", $"out{i}"), $"tftp://127.0.0.1:{server.Port}/medium"]);
        }

        Stopwatch clock = Stopwatch.StartNew();
        string printed = Execute([.. command]);
        double seconds = clock.Elapsed.TotalSeconds;
        for (int i = 0; i < count; i++)
        {
            string output = Path.Combine(folder, "..", $"out{i}");
            if (!FilesAreEqual(Path.Combine(folder, "medium"), output))
            {
                throw new InvalidOperationException($"{server.Name}: transfer {i} of {count} is not what was served");
            }

            System.IO.File.Delete(output);
        }

        double[] times = [.. printed
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => double.Parse(line, CultureInfo.InvariantCulture))
            .Order()];
        return (count * new FileInfo(Path.Combine(folder, "medium")).Length / 1e6 / seconds, times[^1] / times[0]);
    }

    private static string Execute(string[] command)
    {
        using Process process =
            Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        System.Threading.Tasks.Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{string.Join(' ', command.Take(12))}: {error.Result}{output}");
    }

    private static bool FilesAreEqual(string left, string right)
        => System.IO.File.ReadAllBytes(left).AsSpan().SequenceEqual(System.IO.File.ReadAllBytes(right));
}
