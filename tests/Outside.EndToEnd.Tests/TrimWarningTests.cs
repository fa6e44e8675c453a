// What rk exec shows of the compiler's words.

using RustKernel.Hil.Cli.Services;
using Xunit;

namespace RustKernel.Outside.EndToEnd.Tests;

public sealed class TrimWarningTests
{
    [Fact]
    public void Warnings_of_analyzer_and_compiler_are_shown_once_and_nothing_else()
    {
        const string analyzer = "/p/Program.cs(3,9): warning IL2026: Using member 'JsonConvert' may break [/p/p.csproj]";
        const string compiler = "ILC : Trim analysis warning IL2104: Assembly 'Newtonsoft.Json' produced trim warnings [/p/p.csproj]";
        const string ahead = "/p/Program.cs(4): AOT analysis warning IL3050: it needs code that is made at run time [/p/p.csproj]";
        string said = $"  p -> /p/p.dll\n{analyzer}\n  {analyzer}\n{compiler}\n(.text+0x1) : warning : statically linked\n"
            + $"/p/Program.cs(1,1): warning CS0168: unused\n{ahead}\n";
        Assert.Equal([analyzer, compiler, ahead], LinuxPublisher.TrimWarnings(said));
    }
}
