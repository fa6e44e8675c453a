// Ctrl-A and what follows it.

using System;

namespace RustKernel.Hil.Strategies;

/// <summary>
/// Filters a person's keys: Ctrl-A X leaves, Ctrl-A B sends a BREAK, Ctrl-A twice sends one
/// Ctrl-A, anything else goes to the machine.
/// </summary>
public sealed class KeyFilter
{
    private const byte ControlA = 1;
    private bool _isEscaped;

    /// <summary>Called for Ctrl-A B.</summary>
    public Action? Break { get; set; }

    /// <summary>
    /// Filters <paramref name="keys"/> in place and returns how many bytes of it go to the machine.
    /// <paramref name="leaves"/> is true when the person leaves; what was typed before is still to be sent.
    /// </summary>
    public int Filter(Span<byte> keys, out bool leaves)
    {
        leaves = false;
        int kept = 0;
        foreach (byte key in keys)
        {
            bool wasEscaped = _isEscaped;
            _isEscaped = !wasEscaped && key == ControlA;
            if (_isEscaped)
            {
                continue;
            }

            if (wasEscaped && (key | 0x20) == 'x')
            {
                leaves = true;
                return kept;
            }

            if (wasEscaped && (key | 0x20) == 'b')
            {
                Break?.Invoke();
            }

            if (!wasEscaped || key == ControlA)
            {
                keys[kept++] = key;
            }
        }

        return kept;
    }
}
