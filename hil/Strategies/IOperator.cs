// The person or script at the console of an interactive run.

using System;

namespace RustKernel.Hil.Strategies;

/// <summary>Where an interactive run's input comes from and its output goes.</summary>
public interface IOperator
{
    /// <summary>True for a person at a terminal, who decides when the run ends. False for a script: its run ends after its input.</summary>
    bool IsPerson { get; }

    /// <summary>Waits for input and puts it into <paramref name="buffer"/>; 0 at its end, or when the person leaves.</summary>
    int Read(Span<byte> buffer);

    /// <summary>What a person's Ctrl-A B calls; nothing for a script.</summary>
    Action? Break
    {
        get => null;
        set { }
    }

    /// <summary>Shows bytes of the machine's console as they are.</summary>
    void Show(ReadOnlySpan<byte> bytes);
}
