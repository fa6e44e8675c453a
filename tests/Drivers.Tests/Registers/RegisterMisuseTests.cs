using System;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RustKernel.Drivers.Registers;
using Xunit;

namespace RustKernel.Drivers.Tests.Registers;

/// <summary>The compiler, not a review, refuses an access that a register does not allow.</summary>
public sealed class RegisterMisuseTests
{
    private const string ConstraintViolated = "CS0315";

    [Theory]
    [InlineData("block.Write(default(UARTFR));", "IWritable")] // read-only
    [InlineData("block.Clear(default(UARTFR));", "IWriteOneToClear")]
    [InlineData("_ = block.Read<UARTICR>();", "IReadable")] // write-only
    [InlineData("_ = block.Read<UARTDR>();", "IReadable")] // reading pops the FIFO: Take
    [InlineData("block.Write(default(UARTICR));", "IWritable")] // write 1 to clear: Clear
    [InlineData("_ = block.Read<UARTFR>(1);", "IRegisterArray")] // not an array
    public void Access_that_the_register_does_not_allow_does_not_compile(string statement, string missing)
    {
        Diagnostic error = Assert.Single(Errors(statement));
        Assert.Equal(ConstraintViolated, error.Id);
        Assert.Contains(missing, error.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_ = block.Read<UARTFR>().TXFF;")]
    [InlineData("block.Write(block.Read<UARTCR>().WithUARTEN(false));")]
    [InlineData("block.Clear(UARTICR.RXIC | UARTICR.RTIC);")]
    [InlineData("_ = block.Take<UARTDR>().DATA;")]
    public void Access_that_the_register_allows_compiles(string statement) => Assert.Empty(Errors(statement));

    [Theory]
    [InlineData("_ = default(UARTFR).WithTXFF(true);")] // a read-only register has no With
    [InlineData("_ = default(UARTICR).WithRXIC(true);")] // nor has write 1 to clear
    public void Registers_that_are_not_written_whole_have_no_With(string statement)
        => Assert.Equal("CS1061", Assert.Single(Errors(statement)).Id);

    private static Diagnostic[] Errors(string statement)
    {
        string source = $$"""
            using RustKernel;
            using RustKernel.Drivers.Registers;
            using RustKernel.Drivers.Registers.Pl011;
            static class Probe
            {
                static void Try<TBus>(RegisterBlock<TBus> block) where TBus : struct, IRegisterBus { {{statement}} }
            }
            """;
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] references = [
            typeof(object).Assembly.Location,
            Path.Combine(framework, "System.Runtime.dll"),
            typeof(IReadable).Assembly.Location
        ];
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Probe",
            [CSharpSyntaxTree.ParseText(source)],
            references.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return [.. compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)];
    }
}
