// Real .NET programs, unmodified, in a process of this system: they write the same as under Linux.

using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class LinuxProgramTests
{
    private const int FewKills = 50;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    // Publishing takes longer than running, so the tests of make test share one program.
    private static readonly Lazy<(string Program, ToolResult Published)> s_packages = new(PublishPackages);

    [Fact]
    public void Packages_write_the_same_bytes_as_under_Linux()
    {
        (string program, ToolResult published) = s_packages.Value;
        Compare(Linux(program), published);
    }

    [Theory]
    [Trait("Run", "hil")]
    [InlineData("Library", "1", 23)]
    [InlineData("Library", "4", 23)]
    [InlineData("Packages", "2", 0)]
    [InlineData("Packages", "4", 0)]
    public void A_program_writes_the_same_bytes_as_under_Linux(string name, string cpus, int exitCode) => Compare(name, cpus, exitCode);

    // The log grows during the run: the board has no random seed, and its watchdog's counter does not run in QEMU.
    [Fact]
    [Trait("Run", "hil")]
    public void Packages_write_the_same_bytes_on_a_Raspberry_Pi_4()
    {
        string program = s_packages.Value.Program;
        ToolResult here = Tool.Rk("exec", "qemu-rpi4", program);
        Compare(Linux(program), here);
        Assert.Contains("init: ", here.Error, StringComparison.Ordinal);
    }

    // A thread of the program writes to the log as fast as it can, the first one writes all characters to its output.
    [Theory]
    [InlineData("qemu-virt")]
    [InlineData("qemu-rpi4")]
    public void What_the_log_says_meanwhile_is_not_among_a_programs_output(string target)
    {
        using TemporaryFolder folder = new();
        string program = Compile(folder);
        ToolResult here = Tool.Rk("exec", target, program, "--", "noise");
        Compare(Linux(program, "noise"), here);
        Assert.True(Regex.Count(here.Error, "(?m)^noise ~W [0-9]+ of a program that says much$") > 10, here.Error);
    }

    [Theory]
    [Trait("Run", "hil")]
    [InlineData("2")]
    [InlineData("3")]
    public void Packages_write_the_same_bytes_with_either_interrupt_controller(string gic)
    {
        string program = s_packages.Value.Program;
        Compare(Linux(program), Tool.Rk("exec", "qemu-virt", program, "--gic", gic, "--smp", "4"));
    }

    // Packages has half of these in one program.
    [Theory]
    [Trait("Run", "hil")]
    [InlineData("Calendar")]
    [InlineData("Crypto")]
    [InlineData("Flows")]
    [InlineData("Geometry")]
    [InlineData("Hypertext")]
    [InlineData("Json")]
    [InlineData("Markup")]
    [InlineData("Numbers")]
    [InlineData("Packed")]
    [InlineData("Parallels")]
    [InlineData("Patterns")]
    [InlineData("Protocol")]
    [InlineData("Script")]
    [InlineData("Squeeze")]
    [InlineData("Syntax")]
    [InlineData("Tables")]
    [InlineData("Toolbox")]
    [InlineData("Words")]
    [InlineData("Yaml")]
    public void A_program_of_a_package_writes_the_same_bytes_as_under_Linux(string name) => Compare(name, "2", 0);

    // A host with settings, cache and logs, and a database, in files of /tmp.
    [Fact]
    [Trait("Run", "hil")]
    public void A_program_with_a_host_and_a_database_writes_the_same_bytes_as_under_Linux()
    {
        using TemporaryFolder folder = new();
        string project = Path.Combine("tests", "LinuxPrograms", "Hosted");
        ToolResult here = Tool.Rk("exec", "qemu-virt", project, "--smp", "2", "--quota", "128M", "--", "/tmp/made");
        Compare(Linux(Path.Combine(Tool.Root, "artifacts", "exec", "Hosted", "Hosted"), folder.File("made")), here);
    }

    // Six threads change and check graphs of objects while a seventh collects: the sums depend only on the seed.
    [Theory]
    [InlineData("1", "4")]
    public void Objects_are_as_they_were_after_collections(string seed, string cpus) => CompareStress(seed, cpus);

    [Theory]
    [Trait("Run", "hil")]
    [InlineData("1", "1")]
    [InlineData("2", "2")]
    [InlineData("3", "4")]
    public void Objects_are_as_they_were_on_any_number_of_CPUs(string seed, string cpus) => CompareStress(seed, cpus);

    // 67 seeds with each number of CPUs: 201 runs.
    [Theory]
    [Trait("Run", "soak")]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("4")]
    public void Objects_are_as_they_were_after_many_collections(string cpus)
        => Assert.All(Enumerable.Range(1, 67), seed => CompareStress(seed.ToString(CultureInfo.InvariantCulture), cpus));

    // 128 plus the signal: SIGSEGV, SIGABRT, SIGSEGV, SIGBUS.
    [Theory]
    [Trait("Run", "hil")]
    [InlineData("write", 139, "")]
    [InlineData("abort", 134, "")]
    [InlineData("recurse", 139, "")]
    [InlineData("bomb", 7, "")]
    [InlineData("hog", 135, "memory= of the manifest is used up")]
    public void What_a_program_does_wrong_ends_it_alone(string what, int exitCode, string said)
    {
        using TemporaryFolder folder = new();
        string program = Compile(folder);
        ToolResult here = Tool.Rk("exec", "qemu-virt", program, "--", what);
        Assert.True(here.ExitCode == exitCode, here.ToString());
        Assert.Contains(said, here.Error, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Run", "hil")]
    [InlineData("calls")]
    [InlineData("inherit")]
    public void Calls_about_signals_memory_and_threads_are_as_under_Linux(string what)
    {
        using TemporaryFolder folder = new();
        Compare(Compile(folder), what, "1", "");
    }

    // Of two settings with one name, the first counts. Random numbers differ within a process, and from start to start.
    [Fact]
    public void A_program_finds_its_environment_and_random_numbers_that_nobody_had_before()
    {
        using TemporaryFolder folder = new();
        string program = Compile(folder);
        string[] words = ["exec", "qemu-virt", program, "--env", "WORDS=two words", "--env", "HOME=/tmp", "--", "given"];
        ToolResult[] results = [Tool.Rk(words), Tool.Rk(words)];
        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.ToString()));
        const string settings = "WORDS=two words\nHOME=/tmp\nHOME=/\nrandom ";
        Assert.All(results, result => Assert.StartsWith(settings, result.Output, StringComparison.Ordinal));
        string[] numbers =
            [.. results.SelectMany(result => Regex.Matches(result.Output, "random [0-9a-f]{32}")).Select(found => found.Value)];
        Assert.Equal(4, numbers.Distinct().Count());
        ToolResult refused = Tool.Rk("exec", "qemu-virt", program, "--env", "WORDS", "--", "given");
        Assert.True(refused.ExitCode != 0, refused.ToString());
        Assert.Contains("--env \"WORDS\": NAME=VALUE is wanted", refused.Error, StringComparison.Ordinal);
    }

    // OpenSSL linked in: digests to TLS, client and server, over loopback.
    [Fact]
    [Trait("Run", "hil")]
    public void A_program_that_uses_cryptography_and_TLS_writes_the_same_bytes_as_under_Linux() => Compare("Secure", "2", 0);

    // More lines than a pipe of the program holds; and more bytes than its own pipes hold. Both at once: each has its own machine.
    [Fact]
    public async Task Pipes_and_standard_input_are_as_under_Linux()
    {
        using TemporaryFolder folder = new();
        string program = Compile(folder);
        await Task.WhenAll(
            Task.Run(() => Compare(program, "input", "1", string.Join('\n', Enumerable.Range(0, 8_000)))),
            Task.Run(() => Compare(program, "pipes", "2", "")));
    }

    // Linux has nothing like the system's memory objects: the program checks what it sees.
    [Theory]
    [InlineData("2")]
    public void A_program_may_do_with_shared_memory_what_Linux_lets_it(string cpus) => ShareMemory(cpus);

    [Theory]
    [Trait("Run", "hil")]
    [InlineData("1")]
    [InlineData("4")]
    public void A_program_may_do_with_shared_memory_what_Linux_lets_it_with_other_CPUs(string cpus) => ShareMemory(cpus);

    // /tmp is a file system on both. The program is at addresses of its own choice.
    [Fact]
    public void Calls_on_files_are_as_under_Linux()
    {
        using TemporaryFolder folder = new();
        string program = LinuxProgram.Compile(folder, "files", "-static");
        Compare(Linux(program, folder.File("made")), Tool.Rk("exec", "qemu-virt", program, "--", "/tmp/made"));
    }

    // Over loopback: the machine has no card.
    [Fact]
    public void Calls_on_sockets_are_as_under_Linux()
    {
        using TemporaryFolder folder = new();
        string program = Compile(folder, "sockets");
        Compare(Linux(program), Tool.Rk("exec", "qemu-virt", program, "--smp", "2"));
    }

    // .NET's servers and clients on one machine.
    [Theory]
    [Trait("Run", "hil")]
    [InlineData("1")]
    [InlineData("4")]
    public void A_program_of_NET_has_sockets(string cpus)
    {
        string project = Path.Combine("tests", "LinuxPrograms", "Sockets");
        ToolResult here = Tool.Rk("exec", "qemu-virt", project, "--smp", cpus);
        Compare(Linux(Path.Combine(Tool.Root, "artifacts", "exec", "Sockets", "Sockets")), here);
    }

    [Fact]
    public void A_program_of_NET_has_files_on_a_disk()
    {
        using TemporaryFolder folder = new();
        string disk = folder.File("data.img");
        Assert.Equal(0, Tool.Rk("fs", "make", disk, "--size", "64M").ExitCode);
        string program = s_packages.Value.Program;
        ToolResult here = Tool.Rk("exec", "qemu-virt", program, "--disk", disk, "--", "files", "/data/made");
        Compare(Linux(program, "files", folder.File("made")), here);
    }

    [Fact]
    public void An_open_file_survives_its_file_system()
    {
        using TemporaryFolder folder = new();
        using RunningSystem system = Boot(folder, "files", "uses=tmp\nmemory=32M\nobjects=256\nhandles=256\n");
        _ = system.Type("run files /tmp survive &\r", "writing\r\n");
        _ = system.Type("crash tmp null\r", "init: tmp ended");
        _ = system.Type("write /tmp/stop now\r", "kept 1\r\n");
    }

    [Fact]
    [Trait("Run", "hil")]
    public void A_listener_survives_the_stack_and_a_connection_ends()
    {
        using TemporaryFolder folder = new();
        using RunningSystem system = Boot(folder, "sockets", "uses=net\nmemory=32M\nobjects=256\nhandles=256\n");
        _ = system.Type("run sockets survive &\r", "connected 0\r\n");
        string shown = system.Type("crash net null\r", "connected 1\r\n");
        Assert.Contains("recv(client, bytes, 5, 0): ECONNRESET", shown, StringComparison.Ordinal);
    }

    // Everything that the manifest does not name is missing, and there are no sockets.
    [Theory]
    [Trait("Run", "hil")]
    [InlineData("files", "/tmp/made", "/tmp/made: ENOENT")]
    [InlineData("sockets", "resolve localhost", "socket(AF_INET, SOCK_STREAM, 0): EACCES")]
    public void A_program_without_the_grant_finds_no_file_system_and_no_network(string name, string words, string expected)
    {
        using TemporaryFolder folder = new();
        using RunningSystem system = Boot(folder, name, "memory=32M\nobjects=256\nhandles=256\n");
        Assert.Contains(expected, system.Type($"run {name} {words}\r", $"{name}: exit code "), StringComparison.Ordinal);
    }

    // Kills it while all of it is at work, with another one running: everything it had is freed, including what shell, Init and
    // console have of it.
    [Theory]
    [InlineData("1", FewKills)]
    public void A_program_that_is_killed_leaves_nothing(string cpus, int kills) => Kill(cpus, kills);

    [Theory]
    [Trait("Run", "hil")]
    [InlineData("2", FewKills)]
    public void A_program_that_is_killed_from_another_CPU_leaves_nothing(string cpus, int kills) => Kill(cpus, kills);

    [Theory]
    [Trait("Run", "soak")]
    [InlineData("1", 1000)]
    [InlineData("4", 1000)]
    public void A_program_that_is_killed_a_thousand_times_leaves_nothing(string cpus, int kills) => Kill(cpus, kills);

    // A .NET project, sent to a running machine, and a program of the system's own kind, for which a machine boots.
    [Fact]
    [Trait("Run", "hil")]
    public void Both_kinds_of_program_are_sent_and_have_a_machine_booted()
    {
        using TemporaryFolder folder = new();
        using (RunningSystem system = new(folder.Path))
        {
            ToolResult sent = system.Run("", Path.Combine("tests", "LinuxPrograms", "Library"), "--", "a", "b c");
            Assert.True(sent.ExitCode == 23, sent.ToString());
            Assert.Contains("arguments 2: a, b c\r\n", sent.Output, StringComparison.Ordinal);
            Assert.Contains("threads 749850000\r\n", sent.Output, StringComparison.Ordinal);
            _ = system.Type("run Library x\r", "Library: exit code 23\r\n");
        }

        ToolResult own = Tool.Rk("exec", "qemu-virt", "Greet", "--", "World", "two words");
        Assert.True(own.ExitCode == 2, own.ToString());
        Assert.Equal("Hello, World!\nHello, two words!\n", own.Output);
    }

    // More than fits into the shell's own memory together with another; a .NET program with OpenSSL has 11 MB. Takes minutes at the line's
    // speed.
    [Fact]
    [Trait("Run", "hil")]
    public void A_program_of_nine_megabytes_is_sent_and_a_much_larger_one_is_refused()
    {
        using TemporaryFolder folder = new();
        string program = Compile(folder), large = folder.File("large");
        byte[] bytes = File.ReadAllBytes(program), padded = new byte[9 << 20];
        new Random(1).NextBytes(padded);
        bytes.CopyTo(padded, 0);
        File.WriteAllBytes(large, padded);
        using RunningSystem system = new(folder.Path, "--timeout", "2400") { Limit = TimeSpan.FromMinutes(20) };
        ToolResult sent = system.Run("", large, "--", "inherit");
        Assert.True(sent.ExitCode == 0, sent.ToString());
        Assert.Contains("pointer 1\r\n", sent.Output, StringComparison.Ordinal);
        _ = system.Type("run large inherit\r", "pointer 1\r\n");
        using (FileStream file = File.OpenWrite(program))
        {
            file.SetLength(33 << 20);
        }

        ToolResult refused = system.Run("", program);
        Assert.True(refused.ExitCode == 1, refused.ToString());
        Assert.Contains("at most 33554432 bytes", refused.Error, StringComparison.Ordinal);
    }

    private static void ShareMemory(string cpus)
    {
        using TemporaryFolder folder = new();
        ToolResult here = Tool.Rk("exec", "qemu-virt", Compile(folder, "shared"), "--smp", cpus);
        Assert.True(here.ExitCode == 0, here.ToString());
        Assert.Equal("shared 0\n", here.Output);
    }

    private static string Compile(TemporaryFolder folder, string name = "faults") => LinuxProgram.Compile(folder, name);

    // A machine whose shell has a C program: "run NAME" starts it.
    private static RunningSystem Boot(TemporaryFolder folder, string name, string manifest, params string[] options)
    {
        RunningSystem system = new(folder.Path, [.. LinuxProgram.Options(folder, Compile(folder, name)), .. options]);
        try
        {
            LinuxProgram.Send(system, folder, name, name, manifest);
            return system;
        }
        catch
        {
            system.Dispose();
            throw;
        }
    }

    private static void Kill(string cpus, int kills)
    {
        using TemporaryFolder folder = new();
        string manifest = "memory=16M\nobjects=128\nhandles=128\n";
        using RunningSystem system = Boot(folder, "faults", manifest, "--smp", cpus, "--timeout", "14400");

        // After this, everything that only grows on first use has grown.
        Kill(system, 5);
        (long kilobytes, string handles) = Settled(system);
        Kill(system, kills);
        string after = AssertIsBack(system, kilobytes, handles, more: 1);
        if (!Numbers(after).SequenceEqual(Numbers(handles)))
        {
            // That was the thread of a collector if no more kills add anything.
            (kilobytes, handles) = Settled(system);
            Kill(system, FewKills);
            AssertIsBack(system, kilobytes, handles, more: 0);
        }
    }

    // The kernel frees a dead process's memory in steps. One frame for every second kill would already be too much. A service's first
    // collection starts a thread: one handle and one object more.
    private static string AssertIsBack(RunningSystem system, long kilobytes, string handles, int more)
    {
        bool isBack = false;
        long most = kilobytes + (FewKills * 2), after = 0;
        string handlesAfter = "";
        for (Stopwatch clock = Stopwatch.StartNew(); !isBack && clock.Elapsed < s_limit;)
        {
            (after, handlesAfter) = Held(system);
            isBack = after <= most && IsAsBefore(handles, handlesAfter, more);
        }

        Assert.True(isBack, $"in use {kilobytes} KiB, then {after}\n{handles}\nthen\n{handlesAfter}");
        return handlesAfter;
    }

    private static bool IsAsBefore(string before, string after, int more)
    {
        int[] first = Numbers(before), second = Numbers(after);
        return first.Length > 0 && first.Length == second.Length
            && first.Zip(second).All(pair => pair.Second >= pair.First && pair.Second <= pair.First + more);
    }

    private static int[] Numbers(string table)
        => [.. Regex.Matches(table, @"\d+").Select(number => int.Parse(number.Value, CultureInfo.InvariantCulture))];

    // The load has the name of the first of two programs.
    private static void Kill(RunningSystem system, int times)
    {
        _ = system.Type("run faults busy &\r", "busy\r\n");
        for (int i = 0; i < times; i++)
        {
            _ = system.Type("run faults busy\r", "\nbusy\r\n");
            _ = system.Type("\u0003", ": ended\r\n");
        }

        _ = system.Type("kill faults\r", "faults: ended\r\n");
    }

    // Until it is the same twice.
    private static (long Kilobytes, string Handles) Settled(RunningSystem system)
    {
        (long Kilobytes, string Handles) held = Held(system), before = default;
        for (Stopwatch clock = Stopwatch.StartNew(); held != before && clock.Elapsed < s_limit;)
        {
            (before, held) = (held, Held(system));
        }

        return held;
    }

    // Memory in use outside the services, in KiB; and handles and objects of the processes involved with the program.
    private static (long Kilobytes, string Handles) Held(RunningSystem system)
    {
        string memory = system.Type("mem\recho over\r", "\nover\r\n");
        long used = long.Parse(Regex.Match(memory, @"(\d+) KiB in use").Groups[1].Value, CultureInfo.InvariantCulture);
        long own = Regex.Matches(memory, @"(?m)^[a-z]\w* +(\d+) +\d+ +\d+")
            .Sum(line => long.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.InRange(own, 1, used);
        string handles = system.Type("handles\recho over\r", "\nover\r\n");
        return (used - own, string.Join('\n', Regex.Matches(handles, @"(?m)^(?:init|shell|console) .*").Select(line => line.Value)));
    }

    private static void CompareStress(string seed, string cpus)
    {
        string program = s_packages.Value.Program;
        Compare(Linux(program, "stress", seed), Tool.Rk("exec", "qemu-virt", program, "--smp", cpus, "--", "stress", seed));
    }

    private static (string Program, ToolResult Published) PublishPackages()
    {
        ToolResult published = Tool.Rk("exec", "qemu-virt", Path.Combine("tests", "LinuxPrograms", "Packages"), "--smp", "1");
        Assert.True(published.ExitCode == 0, published.ToString());
        return (Path.Combine(Tool.Root, "artifacts", "exec", "Packages", "Packages"), published);
    }

    private static void Compare(string name, string cpus, int exitCode)
    {
        ToolResult here = Tool.Rk("exec", "qemu-virt", Path.Combine("tests", "LinuxPrograms", name), "--smp", cpus, "--", "a", "b c");
        Compare(Linux(Path.Combine(Tool.Root, "artifacts", "exec", name, name), "a", "b c"), here, exitCode);
    }

    private static void Compare(string program, string what, string cpus, string input)
    {
        ToolResult linux = Tool.Finish(Tool.Start("qemu-aarch64", [program, what]), s_limit, input);
        Compare(linux, Tool.RkWithInput(input, "exec", "qemu-virt", program, "--smp", cpus, "--", what));
    }

    private static ToolResult Linux(string program, params string[] words)
        => Tool.Finish(Tool.Start("qemu-aarch64", [program, .. words]), s_limit);

    private static void Compare(ToolResult linux, ToolResult here, int exitCode = 0)
    {
        Assert.True(linux.ExitCode == exitCode, linux.ToString());
        Assert.True(here.ExitCode == exitCode, here.ToString());
        Assert.NotEmpty(linux.Output);
        Assert.Equal(linux.Output, here.Output);
    }
}
