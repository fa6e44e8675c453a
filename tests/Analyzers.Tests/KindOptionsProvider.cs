// Passes the MSBuild properties of a kind of project to the analyzers.

using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RustKernel.Build.Analyzers.Tests;

internal sealed class KindOptionsProvider(ProjectKind kind) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new KindOptions(kind);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class KindOptions(ProjectKind kind) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key switch
            {
                "build_property.IsFreestanding" => kind == ProjectKind.Host ? "" : "true",
                "build_property.RkAllowUnsafe" => kind is ProjectKind.CoreLib or ProjectKind.Arm64 ? "true" : "",
                "build_property.RkKernelCode" => kind is ProjectKind.Arm64 or ProjectKind.Kernel ? "true" : "",
                _ => null,
            };
            return value is not null;
        }
    }
}
