// The generator of clients and dispatchers: what it refuses; its code compiles and carries every kind of value in both directions.

using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RustKernel.Services.Generator;
using Xunit;

namespace RustKernel.Build.Analyzers.Tests;

public sealed class ServiceGeneratorTests
{
    private const string Trial =
        """
        [Service(77)]
        public interface ITrial
        {
            [Operation(1)] Result<long> Add(sbyte first, long second, bool isNegative, Shade shade);
            [Operation(2)] Result<string> Twice(string text);
            [Operation(3)] ErrorCode Reverse(ReadOnlySpan<byte> bytes, out byte[] reversed, out uint sum);
            [Operation(4)] ErrorCode Swap(AnyHandle first, Handle<Port> second, out Handle<Port> newFirst, out AnyHandle newSecond);
            [Operation(5)] Result<Place> Move(Place place);
            [Operation(6)] [Errors(ErrorCode.NotFound)] ErrorCode Refuse(int error);
            [Operation(7, IsOneWay = true)] ErrorCode Note(Shade shade, Spot spot);
            [Operation(8)] [return: AtMost(9)] Result<string> Short(bool isShort, [AtMost(9)] string text);
            [Operation(9)] ErrorCode Turn(Spot spot, out Spot turned, out bool isTurned);
            [Operation(11)] System.Threading.Tasks.Task<Result<int>> Later(int number);
        }
        public enum Shade : short { Dark = -2, Light = 9 }
        public struct Spot { public int X; public Shade Shade; public ulong Y; }
        public struct Place { public int X; public ushort Y; public string Name; }
        public sealed class Trial : ITrial
        {
            public Result<long> Add(sbyte first, long second, bool isNegative, Shade shade) => (isNegative ? -1 : 1) * (first + second + (long)shade);
            public Result<string> Twice(string text) => text + text;
            public ErrorCode Reverse(ReadOnlySpan<byte> bytes, out byte[] reversed, out uint sum)
            {
                reversed = bytes.ToArray();
                Array.Reverse(reversed);
                sum = 0;
                foreach (byte part in reversed) sum += part;
                return ErrorCode.None;
            }
            public ErrorCode Swap(AnyHandle first, Handle<Port> second, out Handle<Port> newFirst, out AnyHandle newSecond)
            {
                newFirst = second;
                newSecond = first;
                return ErrorCode.None;
            }

            public Result<Place> Move(Place place) => new Place { X = place.X + 1, Y = (ushort)(place.Y + 1), Name = place.Name + "'" };
            public ErrorCode Refuse(int error) => (ErrorCode)error;
            public static string Noted = "";
            public ErrorCode Note(Shade shade, Spot spot) { Noted = $"{shade} {spot.X} {spot.Shade} {spot.Y}"; return ErrorCode.None; }
            public System.Threading.Tasks.Task<Result<int>> Later(int number) =>
                System.Threading.Tasks.Task.FromResult<Result<int>>(number + 1);
            public Result<string> Short(bool isShort, string text) => text + isShort;
            public ErrorCode Turn(Spot spot, out Spot turned, out bool isTurned)
            {
                turned = new Spot { X = -spot.X, Shade = spot.Shade, Y = ~spot.Y };
                isTurned = true;
                return ErrorCode.None;
            }
        }
        public static class Run
        {
            static async System.Threading.Tasks.Task<string> Awaited(TrialClient client)
            {
                string log = $" {(await client.AddAsync(1, 2, false, Shade.Light)).Value} {(await client.TwiceAsync("z")).Value}";
                var reversed = (await client.ReverseAsync(new byte[] { 4, 5 })).Value;
                var swapped = await client.SwapAsync(new AnyHandle(1), new Handle<Port>(2));
                log += $" {reversed.reversed[0]}/{reversed.sum} {swapped.Value.newFirst.Value}";
                var turned = (await client.TurnAsync(new Spot { X = 1 })).Value;
                return log + $" {turned.turned.X} {turned.isTurned} {await client.RefuseAsync(3)} {(await client.Later(6)).Value}";
            }
            public static string All()
            {
                ServiceClient.Server = new TrialDispatcher(new Trial());
                TrialClient client = new(new Handle<Port>(5));
                string log = $"{ServiceClient.Server.Protocol} {client.Add(-3, 1L << 40, true, Shade.Dark).Value} [{ServiceClient.Last}]";
                log += $" {client.Twice("h\u00e9").Value} [{ServiceClient.Last}]";
                log += $" {client.Reverse(new byte[] { 1, 2, 250 }, out byte[] reversed, out uint sum)} {string.Join(",", reversed)} {sum} [{ServiceClient.Last}]";
                log += $" {client.Swap(new AnyHandle(8), new Handle<Port>(9), out Handle<Port> first, out AnyHandle second)}";
                log += $" {first.Value},{second.Value} [{ServiceClient.Last}]";
                Place moved = client.Move(new Place { X = -5, Y = 65535, Name = "n" }).Value;
                log += $" {moved.X},{moved.Y},{moved.Name} {client.Refuse(3)} {client.Refuse(9)} {client.Refuse(0)}";
                log += $" {client.Note(Shade.Dark, new Spot { X = -7, Shade = Shade.Light, Y = ulong.MaxValue })} {Trial.Noted} [{ServiceClient.Last}]";
                log += $" {client.Short(true, "text").Value} {client.Short(true, "0123456789").Error} [{ServiceClient.Last}]";
                log += $" {client.Turn(new Spot { X = 3, Shade = Shade.Dark, Y = 1 }, out Spot turned, out bool isTurned)} {turned.X},{turned.Shade},{turned.Y:x},{isTurned}";
                log += Awaited(client).Result;
                ServiceClient.Damages = true;
                return log + $" {client.Twice("x").Error} {client.Add(1, 2, false, Shade.Dark).Error} {ServiceClient.Server.Dispatch(new ServiceRequest { Operation = 10 })}";
            }
        }
        """;

    private static readonly MetadataReference[] s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))];

    [Fact]
    public void Client_and_dispatcher_carry_every_kind_of_value()
    {
        (Compilation compilation, ImmutableArray<Diagnostic> problems) = Generate(Trial);
        Assert.Empty(problems);
        using MemoryStream assembly = new();
        Assert.Empty(compilation.Emit(assembly).Diagnostics.Where(
            problem => problem.Severity >= DiagnosticSeverity.Warning
                && problem.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true));
        Assert.True(
            assembly.Length > 0,
            string.Join("\n", compilation.GetDiagnostics().Where(problem => problem.Severity == DiagnosticSeverity.Error)));
        object log = Assembly.Load(assembly.ToArray()).GetType("Case.Run")!.GetMethod("All")!.Invoke(null, null)!;
        Assert.Equal(
            "77 -1099511627771 [77.1 words=4/1]"
            + " h\u00e9h\u00e9 [77.2 long=True bytes=7 in=0 out=0]"
            + " None 250,2,1 253 [77.3 long=True bytes=7 in=0 out=0]"
            + " None 9,8 [77.4 long=False bytes=0 in=2 out=2]"
            + " -4,0,n' NotFound InvalidState None"
            + " None Dark -7 Light 18446744073709551615 [77.7 words=4/0]"
            + " textTrue InvalidArgument [77.8 long=False bytes=12 in=0 out=0]"
            + " None -3,Dark,fffffffffffffffe,True"
            + " 12 zz 5/9 2 -1 True NotFound 7"
            + " InvalidArgument InvalidArgument NotSupported",
            log);
    }

    [Theory]
    [InlineData("[Service(0)] public interface IBad { [Operation(1)] ErrorCode F(); }", "protocol 0 is none")]
    [InlineData("[Service(1)] public interface Bad { [Operation(1)] ErrorCode F(); }", "its name begins with I")]
    [InlineData("[Service(1)] public interface IBad<T> { [Operation(1)] ErrorCode F(); }", "not generic")]
    [InlineData("public class C { [Service(1)] public interface IBad { [Operation(1)] ErrorCode F(); } }", "not nested")]
    [InlineData("[Service(1)] public interface IBad { int P { get; } }", "only methods")]
    [InlineData("[Service(1)] public interface IBad { ErrorCode F(); }", "needs [Operation(number)]")]
    [InlineData("[Service(1)] public interface IBad { [Operation(2048)] ErrorCode F(); }", "1 to 2047")]
    [InlineData(
        "[Service(1)] public interface IBad { [Operation(1)] ErrorCode F(); [Operation(1)] ErrorCode G(); }",
        "operation 1 is there twice")]
    [InlineData("[Service(1)] public interface IBad { [Operation(1)] ErrorCode F<T>(); }", "a generic method")]
    [InlineData(
        "[Service(1)] public interface IBad { [Operation(1)] System.Threading.Tasks.Task<ErrorCode> F(out int x); }",
        "neither out parameters")]
    [InlineData("[Service(1)] public interface IBad { [Operation(1, IsOneWay = true)] Result<int> F(); }", "one-way operation")]
    [InlineData("[Service(1)] public interface IBad { [Operation(1)] int F(); }", "return ErrorCode, or Result<T>")]
    [InlineData("[Service(1)] public interface IBad { [Operation(1)] ErrorCode F(ref int x); }", "parameters are values or out")]
    [InlineData("[Service(1)] public interface IBad { [Operation(1)] ErrorCode F(object x); }", "has no form on the wire")]
    [InlineData("[Service(1)] public interface IBad { [Operation(1)] ErrorCode F(double x); }", "has no form on the wire")]
    [InlineData("[Service(1)] public interface IBad { [Operation(1)] ErrorCode F(int[] x); }", "has no form on the wire")]
    [InlineData(
        "public struct S { int _hidden; } [Service(1)] public interface IBad { [Operation(1)] ErrorCode F(S x); }",
        "has no form on the wire")]
    [InlineData("[Service(1)] public interface IBad { [Operation(1)] Result<double> F(); }", "has no form on the wire")]
    [InlineData(
        "[Service(1)] public interface IBad { [Operation(1)] ErrorCode F(AnyHandle a, AnyHandle b, Handle<Port> c, AnyHandle d); }",
        "at most three handles")]
    public void RK3001_what_cannot_be_sent(string source, string why)
    {
        (Compilation compilation, ImmutableArray<Diagnostic> problems) = Generate(source);
        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Equal("RK3001", problem.Id));
        Assert.Contains(problems, problem => problem.GetMessage(null).Contains(why, StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.Equal("Case.cs", problem.Location.SourceTree?.FilePath));
        Assert.Equal(2, compilation.SyntaxTrees.Count());
    }

    private static (Compilation Compilation, ImmutableArray<Diagnostic> Problems) Generate(string source)
    {
        CSharpParseOptions parse = new(LanguageVersion.Preview);
        CSharpCompilationOptions options = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "trial",
            [
                CSharpSyntaxTree.ParseText(
                    "using System;\nusing RustKernel;\nusing RustKernel.Services;\nusing RustKernel.User;\nnamespace Case;\n" + source,
                    parse,
                    "Case.cs"),
                CSharpSyntaxTree.ParseText(ServiceLoopback.Source, parse, "Loopback.cs")
            ],
            s_references,
            options);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new ServiceGenerator().AsSourceGenerator()], parseOptions: parse);
        _ = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation made, out ImmutableArray<Diagnostic> problems);
        return (made, problems);
    }
}
