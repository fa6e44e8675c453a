using System;
using System.Collections.Generic;

namespace RustKernel.Drivers.Tests.Bcm;

/// <summary>
/// A mailbox with firmware behind it. It reads and writes memory, not the CPU's cache: it does not see what was not cleaned, and the CPU
/// does not see what was not invalidated.
/// </summary>
public sealed class FakeVideoCore(uint[] cpuView, uint busAddress) : FakeDevice
{
    private readonly uint[] _memory = new uint[cpuView.Length];
    private readonly Queue<uint> _answers = new();
    private uint? _question;
    private int _readsUntilAnswer;

    /// <summary>Reads of a status until the answer arrives; -1 never.</summary>
    public int AnswerAfterReads { get; set; } = 10;

    /// <summary>The mailbox takes no message.</summary>
    public bool Full { get; set; }

    /// <summary>The firmware cannot parse messages.</summary>
    public bool Fails { get; set; }

    /// <summary>The firmware leaves the message as it was.</summary>
    public bool Ignores { get; set; }

    public Dictionary<uint, Func<uint, uint[]>> Tags { get; } = new()
    {
        [0x00000001] = _ => [0x65A1_2345],
        [0x00010002] = _ => [0x00C0_3111],
        [0x00010003] = _ => [0x0132_A6DC, 0x0000_C236],
        [0x00010004] = _ => [0x9FFE_FDEF, 0x1000_0000],
        [0x00010005] = _ => [0, 0x3B40_0000],
        [0x00030002] = clock => [clock, clock switch { 2 => 48_000_000u, 4 => 500_000_000u, _ => 0 }],
    };

    /// <summary>Bytes that the answer claims, when that is not all of the value.</summary>
    public Dictionary<uint, uint> ClaimedBytes { get; } = new() { [0x00010003] = 6 };

    /// <summary>The effect of CleanAndInvalidate on a write-back cache: dirty words go to memory, then the CPU sees memory.</summary>
    public void CleanAndInvalidate(ReadOnlySpan<uint> buffer, bool dirty)
    {
        if (dirty)
        {
            buffer.CopyTo(_memory);
        }
        else
        {
            _memory.AsSpan().CopyTo(cpuView);
        }
    }

    public void ArriveOnOtherChannel() => _answers.Enqueue(0x1234_5670 | 1);

    public override uint Read32(uint offset)
    {
        Think();
        return offset switch
        {
            0x00 => _answers.TryDequeue(out uint answer) ? answer : throw new InvalidOperationException("an empty mailbox was read"),
            0x18 => _answers.Count == 0 ? 1u << 30 : 0,
            0x38 => Full ? 1u << 31 : 0,
            _ => throw Wrong("read32", offset),
        };
    }

    public override void Write32(uint offset, uint value)
    {
        if (offset != 0x20)
        {
            throw Wrong("write32", offset);
        }

        if (Full)
        {
            throw new InvalidOperationException("a full mailbox was written");
        }

        _question = value;
        _readsUntilAnswer = AnswerAfterReads;
    }

    private void Think()
    {
        if (_question is not uint question || _readsUntilAnswer < 0 || _readsUntilAnswer-- > 0)
        {
            return;
        }

        _question = null;
        if (question != (busAddress | 8))
        {
            throw new InvalidOperationException($"the firmware was sent to 0x{question:x}");
        }

        if (!Ignores)
        {
            Answer();
        }

        _answers.Enqueue(question);
    }

    private void Answer()
    {
        if (Fails || _memory[0] != (5 * 4) + _memory[3] + 4 || _memory[1] != 0 || _memory[4] != 0 || _memory[(_memory[0] / 4) - 1] != 0)
        {
            _memory[1] = 0x8000_0001;
            return;
        }

        _memory[1] = 0x8000_0000;
        if (!Tags.TryGetValue(_memory[2], out Func<uint, uint[]>? serve))
        {
            return;
        }

        uint[] value = serve(_memory[5]);
        if (value.Length * 4 > _memory[3])
        {
            throw new InvalidOperationException("the value does not fit");
        }

        value.CopyTo(_memory, 5);
        _memory[4] = 0x8000_0000 | ClaimedBytes.GetValueOrDefault(_memory[2], (uint)value.Length * 4);
    }
}
