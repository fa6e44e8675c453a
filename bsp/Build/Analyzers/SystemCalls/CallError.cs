namespace RustKernel.Build.Analyzers.SystemCalls;

/// <summary>An error of a system call: a member of ErrorCode and when the call returns it.</summary>
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

    /// <summary>When the call returns it.</summary>
    public string Text { get; }

    /// <summary>True when random calls do not find it: another test does.</summary>
    public bool IsRare { get; }
}
