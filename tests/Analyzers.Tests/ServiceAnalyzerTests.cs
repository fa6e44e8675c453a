// What services cannot do, in each of its forms, and next to it the alternative, which passes.

using Xunit;

namespace RustKernel.Build.Analyzers.Tests;

public sealed class ServiceAnalyzerTests
{
    [Theory]
    [InlineData("_ = typeof(Thing).GetMethods();")]
    [InlineData("_ = Type.GetType(s);")]
    [InlineData("_ = System.Activator.CreateInstance(typeof(Thing));")]
    [InlineData("System.Reflection.MethodInfo? m = null; _ = m;")]
    [InlineData("_ = System.Reflection.Assembly.GetExecutingAssembly();")]
    public void RK3010_reflection(string body) => Refused("RK3010", body);

    [Theory]
    [InlineData("_ = thing.GetType() == typeof(Thing);")]
    [InlineData("_ = thing.GetType().Name; _ = typeof(int).FullName; _ = thing?.GetType()?.ToString();")]
    [InlineData("_ = $\"{thing.GetType()}\"; s = s + typeof(int); Console.WriteLine(thing.GetType());")]
    [InlineData("_ = typeof(Thing).Equals(thing.GetType()); _ = typeof(Thing).GetHashCode();")]
    [InlineData("s = nameof(Thing); s = $\"{nameof(Thing)}\";")]
    [InlineData("_ = Activator.CreateInstance<Thing>(); _ = Make2<Thing>(); static T Make2<T>() where T : new() => new T();")]
    [InlineData("_ = Make(() => new Thing()); static T Make<T>(Func<T> make) => make();")]
    [InlineData("Dictionary<Type, int> numbers = new(); numbers[typeof(int)] = 1;")]
    [InlineData("_ = new { Assembly = n }.Assembly;")]
    public void RK3010_names_and_identity_pass(string body) => Passes(body);

    [Theory]
    [InlineData("s = code.ToString();")]
    [InlineData("s = $\"{code}\";")]
    [InlineData("s = $\"{code,8}\";")]
    [InlineData("s = $\"{ErrorCode.Failed}\";")]
    [InlineData("s = \"x\" + code;")]
    [InlineData("s += code;")]
    [InlineData("ErrorCode? maybe = code; s = $\"{maybe}\";")]
    [InlineData("s = string.Format(\"{0}\", code);")]
    [InlineData("s = string.Format(\"{0}{1}{2}{3}\", n, n, n, code);")]
    [InlineData("s = string.Concat(\"x\", code);")]
    [InlineData("s = string.Join(\",\", new ErrorCode[] { code });")]
    [InlineData("Console.WriteLine(code);")]
    [InlineData("_ = new System.Text.StringBuilder().Append(code);")]
    [InlineData("_ = Enum.Parse<ErrorCode>(s);")]
    [InlineData("_ = Enum.GetName(code);")]
    [InlineData("_ = Enum.IsDefined(code);")]
    [InlineData("_ = code.HasFlag(ErrorCode.Failed);")]
    [InlineData("static string T<E>(E e) where E : struct, Enum => e.ToString(); _ = T(code);")]
    [InlineData("s = $\"{(int)code}\" + (int)code; Console.WriteLine((int)code);")]
    [InlineData("s = code switch { ErrorCode.None => \"none\", _ => \"failed\" }; s = $\"{s}\";")]
    [InlineData("_ = s.Split(',', StringSplitOptions.TrimEntries); _ = string.Compare(s, s, StringComparison.Ordinal);")]
    [InlineData("s = nameof(ErrorCode.Failed); _ = code == ErrorCode.None; _ = (code & ErrorCode.Failed) != 0;")]
    [InlineData("_ = code.Equals(ErrorCode.None); _ = code.GetHashCode(); Dictionary<ErrorCode, string> texts = new(); s = "
        + "$\"{texts[code]}\";")]
    public void Enums_pass_as_text_and_numbers(string body) => Passes(body);

    [Theory]
    [InlineData("interface I { T F<T>(); } class A<X> : I { T I.F<T>() => default!; }")]
    [InlineData("interface I { T F<T>(); } class A<X> : I { public T F<T>() => default!; }")]
    [InlineData("abstract class A { public abstract T F<T>(); } class B<X> : A { public override T F<T>() => default!; }")]
    [InlineData("abstract class A<X> { public abstract T F<T>(); } class B<X, Y> : A<X> { public override T F<T>() => default!; }")]
    [InlineData("abstract class A { public abstract T F<T>(); } class B<X> { class C : A { public override T F<T>() => default!; } }")]
    public void RK3012_generic_virtual_methods(string members) => Assert.Equal("RK3012", Judge.Members(ProjectKind.Service, members));

    [Theory]
    [InlineData("class A { public virtual T F<T>(T x) => x; } class B : A { public override T F<T>(T x) => x; }")]
    [InlineData("abstract class A { public abstract T F<T>(); } static int G(A a) => a.F<int>();")]
    [InlineData("interface I { T F<T>(); } static int G(I i) => i.F<int>(); static int H<X>(X i) where X : class, I => i.F<int>();")]
    [InlineData("interface I { T F<T>(); } static Func<int> G(I i) => () => i.F<int>();")]
    [InlineData("interface I { T F<T>(); } static Func<int> G(I i) => i.F<int>;")]
    [InlineData("class A<X> { public virtual T F<T>(T x) => x; class B { public virtual T F<T>(T x) => x; } }")]
    [InlineData("abstract class A<X> { public abstract T F<T>(); } class B<X> : A<X> { public override T F<T>() => default!; }")]
    [InlineData("interface I<X> { T F<T>(); } class A<X> : I<X> { public T F<T>() => default!; } struct B : I<int> { T I<int>.F<T>() => "
        + "default!; }")]
    [InlineData("class A { public T F<T>(T x) => x; public static T G<T>() => default!; }")]
    [InlineData("abstract class A<T> { public abstract T F(); } static int G(A<int> a) => a.F();")]
    [InlineData("interface I { T F<T>(); } static int G<X>(X i) where X : struct, I => i.F<int>();")]
    [InlineData("interface I<T> { T F(); } static int G(I<int> i) => i.F();")]
    [InlineData("interface I { static abstract T Make<T>(); } static int G<X>() where X : I => X.Make<int>();")]
    public void RK3012_what_the_compiler_knows_passes(string members) => Assert.Equal("", Judge.Members(ProjectKind.Service, members));

    [Theory]
    [InlineData("_ = new int[2, 3]; var a = new[,] { { 1, 2 }, { 3, 4 } }; _ = a; string[][,]? b = null; _ = b;")]
    [InlineData("decimal d = n; var e = 1.5m; _ = d * e; Decimal f = default; _ = f;")]
    [InlineData("WeakReference w = new(thing); _ = w.IsAlive; WeakReference<Thing> v = new(thing); _ = v;")]
    [InlineData("double d = n; s = d.ToString(); s = $\"{d:F2}\" + d; Console.WriteLine(1.5); _ = double.Parse(s);")]
    public void Arrays_decimals_and_weak_references_pass(string body) => Passes(body);

    [Fact]
    public void Finalizers_pass() => Assert.Equal("", Judge.Members(ProjectKind.Service, "class A { ~A() { } }"));

    [Theory]
    [InlineData("dynamic? d = null; _ = (object?)d;")]
    [InlineData("dynamic d = \"abc\"; s = d.Length.ToString();")]
    [InlineData("System.Linq.Expressions.Expression<Func<int, int>> e = x => x + 1; _ = e;")]
    public void RK3016_code_made_at_run_time(string body) => Refused("RK3016", body);

    [Theory]
    [InlineData("Func<int, int> f = x => x + n; _ = f(1); int dynamic = 2; _ = dynamic;")]
    public void RK3016_delegates_pass(string body) => Passes(body);

    [Theory]
    [InlineData("static IComparer<string> F(IComparer<object> c) => c;")]
    [InlineData("static IEnumerable<object> F(List<string> l) => l; static Action<string> G(Action<object> a) => a;")]
    public void Variant_conversions_pass(string members) => Assert.Equal("", Judge.Members(ProjectKind.Service, members));

    [Theory]
    [InlineData("System.Threading.ThreadPool.QueueUserWorkItem(_ => { });")]
    [InlineData("System.Numerics.Vector3 v = default; _ = v;")]
    [InlineData("Int128 large = 0; _ = large;")]
    [InlineData("System.Collections.ArrayList? list = null; _ = list;")]
    [InlineData("System.Collections.Hashtable? map = null; _ = map;")]
    [InlineData("System.Runtime.CompilerServices.ConditionalWeakTable<Thing, Thing>? t = null; _ = t;")]
    public void RK3018_absent_types(string body) => Refused("RK3018", body);

    [Theory]
    [InlineData("class File { public int Regex; } static int F(File f) => f.Regex; enum Kind { Timer } static Kind G() => Kind.Timer;")]
    [InlineData("static int Parallel(int Process) => Process; static int F() => Parallel(Process: 1);")]
    public void RK3018_ones_own_of_that_name_pass(string members) => Assert.Equal("", Judge.Members(ProjectKind.Service, members));

    [Theory]
    [InlineData("_ = DateTimeOffset.UnixEpoch; _ = Guid.NewGuid(); _ = new System.IO.MemoryStream();")]
    [InlineData("System.IO.File.Delete(s); _ = System.IO.Directory.Exists(s);")]
    [InlineData("static T F<T>(T a) where T : System.Numerics.INumber<T> => a + T.One; _ = F(n);")]
    [InlineData("_ = new System.Threading.SemaphoreSlim(1); _ = new System.Threading.Timer(_ => { });")]
    public void Types_of_the_library_pass(string body) => Passes(body);

    // Judge references few assemblies of .NET: neither JSON nor immutable collections.
    [Theory]
    [InlineData("using System.Text.Json; class C;", "RK3018|RK3018")]
    [InlineData("class C { private System.Text.Json.JsonDocument _d; }", "RK3018 RK3018|RK3018 RK3018")]
    [InlineData("class C { void M() { System.Text.Json.JsonSerializer.Serialize(1); } }", "|RK3018")]
    [InlineData("using System; class C { void M(JsonDocument d) { } }", "RK3018|RK3018")]
    [InlineData("class C { [JsonIgnore] public int N; }", "RK3018|RK3018")]
    [InlineData("class C { void M() { _ = new System.Timers.Timer(); } }", "|RK3018")]
    [InlineData("class C { void M() { _ = new Timers.Timer(); } }", "|RK3018")]
    [InlineData("class C { void M() { Timer t = null; } }", "|")]
    [InlineData("class C : System.IO.Stream { }", "|")]
    [InlineData("class C : System.IO.StringReader { public C() : base(1) { } public override int Three() => 3; }", "RK3019|RK3019")]
    [InlineData("[System.Obsolete(1, 2, 3)] class C;", "RK3019|")]
    [InlineData("class C { private Mine _mine; Other M() => null; }", "|")]
    public void Signatures_that_do_not_bind(string source, string rules) => Assert.Equal(rules, Judge.Broken(source));

    // A using directive, and a name: what is missing, and the alternative.
    [Theory]
    [InlineData("using System.Text.Json; class C;", "System.Text.Json", "read the text with spans or Regex")]
    [InlineData("using System.Collections.Frozen; class C;", "System.Collections.Frozen", "use a Dictionary or a HashSet that nothing")]
    [InlineData("using System.Nothing.Known; class C;", "System.Nothing.Known", "write what you need of it")]
    [InlineData("using E = System.Timers.ElapsedEventArgs; class C;", "System.Timers.ElapsedEventArgs", "use System.Threading.Timer")]
    [InlineData("class C { System.Timers.Timer M() => null; }", "Timer", "use System.Threading.Timer")]
    public void What_is_missing_and_what_there_is_instead(string source, string what, string instead)
    {
        string said = Judge.BrokenMessages(source);
        Assert.Contains(what, said, System.StringComparison.Ordinal);
        Assert.Contains(instead, said, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"a\".Normalise()", "RK3019")]
    [InlineData("\"a\"?.Normalise()", "RK3019")]
    [InlineData("string.Normalise(1)", "RK3019")]
    [InlineData("new int[1].Normalise()", "RK3019")]
    [InlineData("string.Join(1, 2, 3)", "RK3019")]
    [InlineData("new System.DateTime(1, 2)", "RK3019")]
    [InlineData("System.Environment.NewLine = null", "RK3019")]
    [InlineData("new C().Normalise()", "")]
    [InlineData("new C().M(1, 2)", "")]
    [InlineData("Normalise()", "")]
    [InlineData("System.Linq.Enumerable.Select(new int[1], n => n.Normalise())", "RK3019")]
    [InlineData("System.Linq.Enumerable.Select(new int[1], n => Normalise())", "")]
    [InlineData("string.Concat(nowhere, 1)", "")]
    public void RK3019_absent_members(string expression, string rules) =>
        Assert.Equal("|" + rules, Judge.Broken("class C { void M() { _ = " + expression + "; } }"));

    private static void Refused(string rule, string body)
    {
        Assert.Equal(rule, Judge.Body(ProjectKind.Service, body));
        Assert.Equal("", Judge.Body(ProjectKind.CoreLib, body));
        Assert.Equal("", Judge.Body(ProjectKind.Host, body));
        Assert.DoesNotContain("RK30", Judge.Body(ProjectKind.Kernel, body), System.StringComparison.Ordinal);
    }

    private static void Passes(string body) => Assert.Equal("", Judge.Body(ProjectKind.Service, body));
}
