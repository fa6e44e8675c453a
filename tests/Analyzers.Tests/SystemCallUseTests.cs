// System calls are typed from end to end: no program names one by its number, no body of the kernel reads a register by its number,
// no service packs a message.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.Build.Analyzers.Tests;

public sealed class SystemCallUseTests
{
    private static readonly Regex s_positional = new(
        @"\bKernel\.Call\(\s*(\(?SystemCall\b)|\bCallRegisters\b",
        RegexOptions.CultureInvariant);
    private static readonly Regex s_message = new(
        @"\bnew MessageInfo\(|\bWords\[|\bKernel\.(Call|Receive|Reply|ReplyReceive|Send)\(",
        RegexOptions.CultureInvariant);

    // The code under services, and the programs that attack or measure it. FileSystems also runs on the host, and sends nothing.
    // Linux has no collector, which generated clients need.
    private static readonly string[] s_ground =
        ["FileSystems", "Framework", "Generator", "Interfaces", "Linux", "Native", "NativeLinux", "Runtime", "RuntimeTest",
            "SelfTest", "Tester"];
    private static readonly Regex s_register = new(@"\b[Cc]ontext\.X[0-9]+\b", RegexOptions.CultureInvariant);

    [Fact]
    public void No_program_makes_a_call_by_its_number() => Assert.Empty(Found("services", s_positional));

    [Fact]
    public void No_body_of_the_kernel_reads_a_register_by_its_number() => Assert.Empty(Found("kernel", s_register));

    [Fact]
    public void No_service_packs_a_message()
    {
        string[] services =
            [.. Directory.GetDirectories(Path.Combine(RepositoryRoot.Path, "services")).Select(Path.GetFileName).Except(s_ground)!];
        Assert.True(services.Length >= 9, $"only {services.Length} services were looked at");
        Assert.Empty(services.SelectMany(service => Found("services/" + service, s_message)));
    }

    [Theory]
    [InlineData("message.Info = new MessageInfo(label, 1, 0, MessageKind.Send);")]
    [InlineData("message.Words[0] = 7;")]
    [InlineData("_ = Kernel.Send(port, Deadline.Now, in message);")]
    public void A_packed_message_is_seen(string line) => Assert.Matches(s_message, line);

    [Theory]
    [InlineData("Kernel.Call(SystemCall.Send, ref message)")]
    [InlineData("Kernel.Call((SystemCall)60)")]
    [InlineData("CallRegisters registers = default;")]
    public void A_positional_call_is_seen(string line) => Assert.Matches(s_positional, line);

    [Theory]
    [InlineData("ulong size = self.Context.X2;")]
    [InlineData("thread.Context.X0 = 0;")]
    [InlineData("context.X6 = tree;")]
    public void A_register_is_seen(string line) => Assert.Matches(s_register, line);

    private static IEnumerable<string> Found(string folder, Regex pattern) =>
        Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => File.ReadLines(file)
                .Select((line, index) => (line, index))
                .Where(found => pattern.IsMatch(found.line))
                .Select(found => $"{Path.GetRelativePath(RepositoryRoot.Path, file)}({found.index + 1}): {found.line.Trim()}"));
}
