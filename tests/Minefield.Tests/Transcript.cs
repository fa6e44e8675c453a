// A machine's output, with the places that prove what it did.

using System;
using System.Collections.Generic;
using System.Text;

namespace RustKernel.Minefield.Tests;

/// <summary>Bytes in the order in which a machine sends them.</summary>
internal sealed class Transcript
{
    private readonly List<byte> _bytes = [];
    private readonly List<Span[]> _proofs = [];

    /// <summary>A stretch of the bytes.</summary>
    public readonly record struct Span(int Start, int End);

    /// <summary>The bytes.</summary>
    public IReadOnlyList<byte> Bytes => _bytes;

    /// <summary>The position of the next byte.</summary>
    public int Length => _bytes.Count;

    /// <summary>Stretches that together prove a fault of the kernel's, as long as each is complete and they are in this order.</summary>
    public IReadOnlyList<Span[]> Proofs => _proofs;

    /// <summary>Adds text unchanged; returns its place.</summary>
    public Span Add(string text)
    {
        int start = _bytes.Count;
        _bytes.AddRange(Encoding.UTF8.GetBytes(text));
        return new Span(start, _bytes.Count);
    }

    /// <summary>Removes everything from <paramref name="length"/> on: the machine stopped there.</summary>
    public void Cut(int length)
    {
        _bytes.RemoveRange(length, _bytes.Count - length);
        _proofs.RemoveAll(proof => Array.Exists(proof, span => span.End > length));
    }

    /// <summary>Marks these stretches as proof of a fault.</summary>
    public void Prove(params Span[] spans) => _proofs.Add(spans);
}
