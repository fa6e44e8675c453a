// Logs of boots in files: whatever fails and restarts in between, each line is there once.

extern alias target;

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.FileSystems.Tests.Parity;
using RustKernel.Services.FileSystems.Memory;
using target::RustKernel.TargetFiles;
using Xunit;

namespace RustKernel.FileSystems.Tests.Serving;

[Collection(TargetFilesCollection.Name)]
public sealed class JournalTests
{
    private const int ArenaBytes = 6 << 20;
    private const int Nodes = 64;
    private const int MostBytes = 256 * 1024;
    private const string Announced = "Boot: the kernel panicked before this start; dmesg has what it said";
    private readonly ArrayArena _arena = new(ArenaBytes);
    private readonly TargetJournal _journal;

    public JournalTests() => _journal = new TargetJournal(Mount());

    [Fact]
    public void A_boots_lines_are_in_its_file_each_once_whatever_fails()
    {
        string expected = "";
        for (int i = 0; i < 100; i++)
        {
            expected += Say($"line {i} {new string('x', i * 17)}");
            if (i % 3 == 0)
            {
                _journal.Look();
                Assert.Equal(expected, File(1));
            }

            if (i % 7 == 0)
            {
                _journal.Restart();
            }

            if (i % 10 == 0)
            {
                TargetJournal.Mount(Mount());
            }
        }

        _journal.Look();
        Assert.Equal(expected, File(1));
        Assert.Equal(["000001.log"], Names());
    }

    [Fact]
    public void Sixteen_boots_are_kept_and_other_files_beside_them()
    {
        Write("log/note", "mine");
        Write("log/000000.log", "no boot's");
        for (int boot = 1; boot <= 40; boot++)
        {
            string said = Say($"boot {boot}");
            _journal.Look();
            Assert.Equal(said, File(boot));
            _journal.Boot(Mount());
        }

        int[] kept = [.. Enumerable.Range(25, 16)];
        Assert.Equal(["000000.log", .. kept.Select(static one => $"{one:d6}.log"), "note"], Names());
        Assert.Equal("mine", Read("log/note"));
    }

    // Half of a file's maximum comes from Log, which has no more.
    [Fact]
    public void A_file_that_gets_too_long_begins_again_with_what_the_log_still_has()
    {
        List<string> all = [];
        for (int i = 0; i < 4000; i++)
        {
            all.Add(Say($"line {i:d8} {new string((char)('a' + (i % 26)), 100)}"));
            if (i % 100 == 0)
            {
                _journal.Look();
                Assert.InRange(File(1).Length, 1, MostBytes + 100);
            }
        }

        _journal.Look();
        string[] lines = File(1).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("[what came before is no longer kept]", lines[0]);
        Assert.Equal(all[^(lines.Length - 2)..], lines[2..].Select(static one => one + "\n"));
        Assert.InRange(File(1).Length, MostBytes / 4, MostBytes);
    }

    // The third read is the first of those that fetch what Log still has.
    [Fact]
    public void A_file_that_gets_too_long_keeps_its_text_while_the_log_cannot_be_read()
    {
        string before = "";
        for (int i = 0; before.Length < MostBytes - 200; i++)
        {
            _ = Say($"line {i:d8} {new string('x', 100)}");
            _journal.Look();
            before = File(1);
        }

        _ = Say(new string('y', 300));
        _journal.FailLogAfter(2);
        _journal.Look();
        Assert.Equal(before, File(1));
        for (int i = 0; i < 31; i++)
        {
            _journal.Look();
        }

        Assert.StartsWith("[what came before is no longer kept]", File(1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_panic_left_is_in_the_file_of_its_boot_once(bool hasBefore)
    {
        string first = hasBefore ? Say("the boot before") : "";
        if (hasBefore)
        {
            _journal.Look();
            _journal.Boot(Mount());
        }

        string own = Say("RustKernel") + Say(Announced) + Say("| PANIC: a reason") + Say("| # panic end") + Say("and on");
        for (int i = 0; i < 3; i++)
        {
            _journal.Look();
            _journal.Restart();
        }

        Assert.Equal(first + "| PANIC: a reason\n| # panic end\n", File(1));
        Assert.Equal(own, File(2));
    }

    // A program's lines that look like a panic's do not count: nothing announced them.
    [Fact]
    public void What_only_looks_like_a_panic_is_a_line_as_any_other()
    {
        string own = Say("RustKernel") + Say("| PANIC: a joke");
        _journal.Look();
        Assert.Equal(own, File(1));
        Assert.Equal(["000001.log"], Names());
    }

    [Fact]
    public void What_cannot_be_written_is_written_later()
    {
        string said = Say("first");
        TargetJournal.Mount(null);
        _journal.Look();
        Assert.Equal(0ul, _journal.Ask());
        said += Say("second");
        TargetJournal.Mount(Mount());
        for (int i = 0; i < 31; i++)
        {
            _journal.Look();
        }

        Assert.Equal(said, File(1));
    }

    // In the first second of a boot, the newest file is from an earlier boot, unless the reader has it made.
    [Fact]
    public void Who_asks_for_this_boots_log_has_it_written()
    {
        string first = Say("first");
        Assert.Equal(1ul, _journal.Ask());
        Assert.Equal(first, File(1));
        _journal.Boot(Mount());
        string second = Say("second");
        Assert.Equal(2ul, _journal.Ask());
        Assert.Equal(second, File(2));
        Assert.Equal(first, File(1));
        second += Say("more");
        Assert.Equal(2ul, _journal.Ask());
        Assert.Equal(second, File(2));
    }

    [Fact]
    public void A_full_disk_costs_lines_of_the_log_and_nothing_else()
    {
        _ = Say("first");
        _journal.Look();
        MemoryFileSystem files = Mount();
        Assert.Equal(0, (int)files.Create(files.Root, "all", false, out ulong node));
        Assert.Equal(0, (int)files.SetSize(node, files.FreeBytes));
        string said = File(1) + Say(new string('x', 3000)) + Say("last");
        TargetJournal.Mount(Mount());
        _journal.Look();
        Assert.StartsWith("first\n", File(1), StringComparison.Ordinal);
        files = Mount();
        Assert.Equal(0, (int)files.Remove(files.Root, "all"));
        TargetJournal.Mount(Mount());
        Assert.Equal(1ul, _journal.Ask());
        Assert.Equal(said, File(1));
    }

    private string Say(string line)
    {
        _journal.Say(line);
        return line + "\n";
    }

    private MemoryFileSystem Mount() => new(_arena, Nodes);

    private string File(int boot) => Read(string.Create(CultureInfo.InvariantCulture, $"log/{boot:d6}.log"));

    private string Read(string path)
    {
        FilesByPath files = new(Mount());
        Assert.Equal(ErrorCode.None, files.Find(path, out ulong node));
        Assert.Equal(ErrorCode.None, files.Read(node, out byte[] bytes));
        return Encoding.UTF8.GetString(bytes);
    }

    private string[] Names() =>
    [
        .. new FilesByPath(Mount()).ReadTree().Keys
            .Where(static one => one.StartsWith("log/", StringComparison.Ordinal))
            .Select(static one => one[4..])
            .Order(StringComparer.Ordinal),
    ];

    private void Write(string path, string text)
    {
        MemoryFileSystem files = Mount();
        FilesByPath byPath = new(files);
        if (byPath.Find("log", out ulong directory) != ErrorCode.None)
        {
            Assert.Equal(ErrorCode.None, files.Create(files.Root, "log", true, out directory));
        }

        Assert.Equal(ErrorCode.None, files.Create(directory, path.AsSpan(4), false, out ulong node));
        Assert.Equal(ErrorCode.None, files.Write(node, 0, Encoding.UTF8.GetBytes(text), out _));
        TargetJournal.Mount(Mount());
    }
}
