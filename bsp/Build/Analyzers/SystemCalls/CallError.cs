// An error that a system call can have.

namespace RustKernel.Build.Analyzers.SystemCalls;

/// <summary>A member of ErrorCode and when a call returns it.</summary>
public sealed class CallError
{
    internal CallError(string name, string text, bool isRare)
    {
        Name = name;
        Text = text;
        IsRare = isRare;
    }

    /// <summary>The member of ErrorCode.</summary>
    public string Name { get; }

    /// <summary>When it comes.</summary>
    public string Text { get; }

    /// <summary>Random calls do not find it: another test does.</summary>
    public bool IsRare { get; }
}
