// Gives the numbers of the services' core library the interfaces of System.Numerics: one table instead of fifteen similar files.

using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RustKernel.Build.Analyzers.Numbers;

/// <summary>Writes a part of each number's type. Runs in the project whose property RkNumbers is true.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class NumberGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<bool> isWanted = context.AnalyzerConfigOptionsProvider
            .Select((options, _) => options.GlobalOptions.TryGetValue("build_property.RkNumbers", out string? value) && value == "true");
        context.RegisterSourceOutput(
            isWanted,
            (output, isOn) =>
            {
                foreach (NumberKind kind in isOn ? NumberKind.All : [])
                {
                    output.AddSource(kind.Type + ".Numbers.g.cs", SourceText.From(Part(kind), Encoding.UTF8));
                }
            });
    }

    private static string Part(NumberKind kind)
    {
        StringBuilder text = new("using System.Globalization;\nusing System.Numerics;\n\n#nullable enable annotations\n");
        string space = kind.Letter == 'b' ? "System.Numerics" : "System";
        text.Append($"namespace {space};\n\npublic readonly partial struct {kind.Type} : {Filled(kind.Interfaces, kind)}\n{{\n");
        foreach (NumberMember member in NumberTable.Members.Where(member => member.Kinds.IndexOf(kind.Letter) >= 0))
        {
            text.Append(Filled(Member(member, member.Public.IndexOf(kind.Letter) >= 0), kind));
        }

        return text.Append("}\n").ToString();
    }

    // A member only of the interface has the form "INumber<T>.operator +(...)". A member without an interface serves the others; one
    // with a point before it belongs to instances.
    private static string Member(NumberMember member, bool isPublic)
    {
        bool isOfInstance = member.Interface[0] == '.';
        string access = isPublic ? "public " : member.Interface == "-" ? "private " : "";
        string name = access.Length != 0 ? member.Signature : member.Interface.TrimStart('.') + "." + member.Signature;
        string body = member.Body[0] == '{' ? " " + member.Body : $" => {member.Body};";
        return $"    {access}{(isOfInstance ? "" : "static ")}{member.Returns} {name}{body}\n";
    }

    private static string Filled(string text, NumberKind kind) => text
        .Replace("$T", kind.Word)
        .Replace("$U", kind.Unsigned)
        .Replace("$B", kind.Bits.ToString(System.Globalization.CultureInfo.InvariantCulture))
        .Replace("$M", (kind.Bits - 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
}
