// Each rule, broken and kept, in the kinds of project where it applies and where it does not.

using Xunit;

namespace RustKernel.Build.Analyzers.Tests;

public sealed class AnalyzerTests
{
    [Theory]
    [InlineData("// SAFETY: t\nunsafe { }")]
    [InlineData("// SAFETY: t\nunsafe { int* p = &n; *p = 1; }")]
    [InlineData("// SAFETY: t\nunsafe { fixed (char* p = s) { } }")]
    [InlineData("// SAFETY: t\nunsafe { var p = stackalloc int[4]; }")]
    public void RK0001_unsafe_body(string body)
    {
        Assert.Equal("RK0001", Judge.Body(ProjectKind.Kernel, body));
        Assert.Equal("RK0001", Judge.Body(ProjectKind.Service, body));
        Assert.Equal("", Judge.Body(ProjectKind.Arm64, body));
        Assert.Equal("", Judge.Body(ProjectKind.CoreLib, body));
        Assert.Equal("", Judge.Body(ProjectKind.Host, body));
    }

    [Theory]
    [InlineData("// SAFETY: t\nunsafe int* _pointer;")]
    [InlineData("// SAFETY: t\nunsafe struct S { public fixed byte Data[4]; }")]
    [InlineData("// SAFETY: t\nunsafe delegate*<int, void> _function;")]
    [InlineData("// SAFETY: t\nunsafe void F() { }")]
    public void RK0001_unsafe_member(string members)
    {
        Assert.Equal("RK0001", Judge.Members(ProjectKind.Kernel, members));
        Assert.Equal("", Judge.Members(ProjectKind.CoreLib, members));
    }

    [Theory]
    [InlineData("Span<int> t = stackalloc int[4]; t[0] = n;")]
    [InlineData("int a = n & 3; ref int b = ref a; b++; ReadOnlySpan<byte> text = \"ab\"u8;")]
    public void RK0001_safe_look_alikes_pass(string body) => Assert.Equal("", Judge.Body(ProjectKind.Kernel, body));

    [Theory]
    [InlineData("static ref uint F(ref int x) => ref System.Runtime.CompilerServices.Unsafe.As<int, uint>(ref x);")]
    [InlineData("static ref int F(int[] x) => ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(x);")]
    [InlineData("[System.Runtime.RuntimeImport(\"*\", \"f\")] static extern void F();")]
    [InlineData("[System.Runtime.InteropServices.DllImport(\"*\")] static extern void F();")]
    [InlineData("[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.InternalCall)] static "
        + "extern void F();")]
    [InlineData("static uint F() => Mmio.Read32(4096);")]
    public void RK0002_back_doors(string members)
    {
        Assert.Equal("RK0002", Judge.Members(ProjectKind.Kernel, members));
        Assert.Equal("", Judge.Members(ProjectKind.Arm64, members));
        Assert.Equal("", Judge.Members(ProjectKind.Host, members));
    }

    [Theory]
    [InlineData("using static System.Runtime.CompilerServices.Unsafe;\nclass C { static ref uint F(ref int x) => ref As<int, "
        + "uint>(ref x); }")]
    [InlineData("using U = System.Runtime.CompilerServices.Unsafe;\nclass C { static ref uint F(ref int x) => ref U.As<int, "
        + "uint>(ref x); }")]
    public void RK0002_aliases_do_not_hide_it(string source) => Assert.Equal("RK0002", Judge.Source(ProjectKind.Kernel, source));

    [Theory]
    [InlineData("static int Unsafe(int n) => n; static int F() => Unsafe(1);")]
    [InlineData("enum Access { Mmio } static Access F() => Access.Mmio;")]
    public void RK0002_same_name_of_something_else_passes(string members) => Assert.Equal("", Judge.Members(ProjectKind.Kernel, members));

    [Theory]
    [InlineData("unsafe void F() { }", "RK0003")]
    [InlineData("void F() { unsafe { } }", "RK0003")]
    [InlineData("void F() { // SAFETY: speaks of nothing\n } unsafe void G() { }", "RK0003")]
    [InlineData("/// <summary>SAFETY: a doc comment is for callers</summary>\nunsafe void F() { }", "RK0003")]
    [InlineData("unsafe class N { // SAFETY (whole type): sound\nint F(int* p) => *p; int G(int* p) => *p; }", "")]
    [InlineData("unsafe class N { int* _p; int F() => *_p; // SAFETY: only this one\n int G() => *_p; }", "RK0003")]
    [InlineData("unsafe class N { int* _p; int F() { // SAFETY: sound\nreturn *_p; } }", "")]
    [InlineData("unsafe struct N { N* _p; int _n; int F() => _p->_n; }", "RK0003")]
    [InlineData("unsafe int* _pointer;", "")]
    [InlineData("unsafe struct N { }", "")]
    [InlineData("unsafe class N { void F() { fixed (char* p = \"x\") { } } }", "RK0003")]
    [InlineData("// SAFETY: sound\nunsafe class N { void F() { } }", "")]
    [InlineData("// SAFETY: sound\n/// <summary>x</summary>\n[Obsolete] unsafe void F() { }", "")]
    [InlineData("void F() { // SAFETY: sound\nunsafe { } }", "")]
    [InlineData("void F() { unsafe { // SAFETY: sound\nint n = 0; n++; } }", "")]
    [InlineData("unsafe void F() {\n // SAFETY: sound\nint n = 0; n++; }", "")]
    public void RK0003_unsafe_needs_a_reason(string members, string expected)
    {
        Assert.Equal(expected, Judge.Members(ProjectKind.CoreLib, members));
        Assert.Equal("", Judge.Members(ProjectKind.Host, members));
    }

    [Theory]
    [InlineData("throw new InvalidOperationException();")]
    [InlineData("_ = s ?? throw new InvalidOperationException();")]
    [InlineData("try { n++; } finally { n--; }")]
    [InlineData("try { n++; } catch { }")]
    public void RK0004_exceptions(string body)
    {
        Assert.Equal("RK0004", Judge.Body(ProjectKind.Kernel, body));
        Assert.Equal("", Judge.Body(ProjectKind.Service, body));
    }

    [Theory]
    [InlineData("static ErrorCode E() => 0; void F() { E(); }", "RK0005")]
    [InlineData("static Result<int> E() => default; void F() => E();", "RK0005")]
    [InlineData("ErrorCode E() => 0; static void F(C? c) { c?.E(); }", "RK0005")]
    [InlineData("static ErrorCode E() => 0; static void F() { _ = E(); }", "")]
    [InlineData("static ErrorCode E() => 0; static ErrorCode F() { var e = E(); if (e != 0) return e; return E(); }", "")]
    [InlineData("struct Result<T> { } static Result<int> E() => default; void F() { E(); }", "")]
    [InlineData("static int E() => 0; static void F() { ErrorCode c; E(); c = ErrorCode.None; }", "")]
    [InlineData("[MustUseReturnValue] static int E() => 0; static void F() { E(); }", "RK0005")]
    [InlineData("[MustUseReturnValue] static int E() => 0; static void F() { _ = E(); }", "")]
    [InlineData("static Debt<int> E() => default; static void F() { E(); }", "RK0005")]
    [InlineData("static Debt<int> E() => default; static void F() { _ = E(); }", "RK0005")]
    [InlineData("static Debt<int> E() => default; static void F() { var d = E(); }", "RK0005")]
    [InlineData("static Debt<int> E() => default; static bool F() { var d = E(); return d.Owed; }", "RK0005")]
    [InlineData("static Debt<int> E() => default; static void F() { E().Pay(); }", "")]
    [InlineData("static Debt<int> E() => default; static void F() { var d = E(); if (d.Owed) d.Pay(); }", "")]
    [InlineData("static Debt<int> E() => default; static Debt<int> F() { var d = E(); return d; }", "")]
    public void RK0005_dropped_result(string members, string expected)
    {
        Assert.Equal(expected, Judge.Members(ProjectKind.Service, members));
        Assert.Equal("", Judge.Members(ProjectKind.Host, members));
    }

    [Theory]
    [InlineData("_ = new Thing();")]
    [InlineData("thing = new();")]
    [InlineData("_ = new int[4];")]
    [InlineData("int[] a = [1, n];")]
    [InlineData("int[] a = { 1, 2 };")]
    [InlineData("ReadOnlySpan<int> a = new int[] { n };")]
    [InlineData("s = s + s;")]
    [InlineData("s += \"x\";")]
    [InlineData("s = $\"{n}\";")]
    [InlineData("object o = n;")]
    [InlineData("_ = (object)code;")]
    [InlineData("_ = code.Equals(code);")]
    [InlineData("_ = code.GetHashCode();")]
    [InlineData("Action a = () => { };")]
    [InlineData("Action<string?> a = GC.KeepAlive;")]
    [InlineData("var a = new { n };")]
    [InlineData("void P(params int[] x) { } P(1, 2);")]
    [InlineData("IEnumerable<int> I() { yield return 1; }")]
    [InlineData("async void A() { await Task.Yield(); }")]
    public void RK0006_allocations(string body)
    {
        Assert.StartsWith("RK0006", Judge.Body(ProjectKind.Kernel, body));
        Assert.Equal("", Judge.Body(ProjectKind.Service, body));
        Assert.Equal("", Judge.Body(ProjectKind.CoreLib, body));
    }

    [Theory]
    [InlineData("static readonly Thing s_thing = new(); static readonly uint[] s_table = [1, 2]; static Thing Own { get; } = new Thing { "
        + "Value = 3 };")]
    [InlineData("static readonly Thing s_thing; static C() { s_thing = new Thing(); }")]
    [InlineData("readonly struct P(int x) { public int X => x; } static P F(int n) => new P(n); static P G(int n) { P p = new(n); "
        + "return p; }")]
    [InlineData("const string Name = \"a\" + \"b\"; static string F() => \"c\" + Name; static string G() => $\"{Name}d\";")]
    [InlineData("static ReadOnlySpan<byte> T => [1, 2, 3]; static ReadOnlySpan<byte> U => new byte[] { 1, 2 }; static ReadOnlySpan<byte> V "
        + "=> \"abc\"u8;")]
    [InlineData("[System.Diagnostics.CodeAnalysis.SuppressMessage(\"a\", \"b\", Justification = \"c\" + \"d\")] "
        + "[System.Runtime.CompilerServices.CollectionBuilder(typeof(int), \"x\")] class N { }")]
    [InlineData("static T F<T>(T x) where T : struct, IEquatable<T> => x.Equals(x) ? x : default;")]
    [InlineData("static int F(int? x) => x is { } y ? y : 0; static (int, string) G(string s) => (1, s);")]
    [InlineData("static bool F(int n) => n.Equals(3); static bool G(ErrorCode e) => e == ErrorCode.None; static int H(int n) => "
        + "n.GetHashCode();")]
    [InlineData("static int F(ReadOnlySpan<int> s) { int n = 0; foreach (int i in s) n += i; return n; }")]
    [InlineData("static int F(int[] s) { int n = 0; foreach (int i in s) n += i; return n; }")]
    public void RK0006_what_does_not_allocate_passes(string members) => Assert.Equal("", Judge.Members(ProjectKind.Kernel, members));

    [Theory]
    [InlineData("public virtual void F<T>(T x) { }")]
    [InlineData("abstract class A { public abstract T F<T>(); }")]
    [InlineData("static string F(ErrorCode e) => e.ToString();")]
    [InlineData("static int[,]? s_grid;")]
    [InlineData("static IThing? s_thing;")]
    [InlineData("static IThing? Thing { get; set; }")]
    [InlineData("static int F(IThing t) => 0;")]
    [InlineData("static IThing? F() => null;")]
    [InlineData("static int F(object o) { if (o is IThing t) return 1; return 0; }")]
    [InlineData("static int F(object o) { IThing t = (IThing)o; return 1; }")]
    [InlineData("static int F(object o) => ((IThing)o).Get();")]
    [InlineData("static int F(object o) => ((IThing)o).Size;")]
    public void RK0007_outside_the_subset(string members)
    {
        Assert.Equal("RK0007", Judge.Members(ProjectKind.Kernel, members));
        Assert.DoesNotContain("RK0", Judge.Members(ProjectKind.Service, members), System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("static int F<T>(T t) where T : struct, IThing => t.Get() + t.Size;")]
    [InlineData("struct S : IThing { public int Get() => 1; public int Size => Get(); } static int F(S s) => s.Get();")]
    [InlineData("interface IFactory<TSelf> where TSelf : struct, IFactory<TSelf> { static abstract TSelf Make<T>(T from); }")]
    [InlineData("abstract class A { public abstract int F(); } static int G(A a) => a.F();")]
    [InlineData("static int F(int[][] x) => x[0][1];")]
    public void RK0007_what_is_inside_passes(string members) => Assert.Equal("", Judge.Members(ProjectKind.Kernel, members));
}
