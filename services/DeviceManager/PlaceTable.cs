// What is known of the machine's places for virtio devices. Pure; also runs under .NET.

using System;

namespace RustKernel.Services.DeviceManager;

/// <summary>
/// One byte for each place, in the tree's order: a device's number, "nothing", or "not known". Only an answer of the place itself is
/// kept: a place whose page was busy is probed again.
/// </summary>
internal sealed class PlaceTable
{
    /// <summary>The most places that are kept. Further ones count as empty.</summary>
    internal const int MostPlaces = 48;

    private const byte Nothing = 0;
    private const byte Unknown = 0xFF;
    private readonly byte[] _places = new byte[MostPlaces];

    /// <summary>A table in which nothing is known.</summary>
    internal PlaceTable() => _places.AsSpan().Fill(Unknown);

    /// <summary>A table from <see cref="Bytes"/>.</summary>
    internal PlaceTable(ReadOnlySpan<byte> bytes)
        : this() => bytes.Slice(0, Math.Min(bytes.Length, MostPlaces)).CopyTo(_places);

    /// <summary>The whole table.</summary>
    internal ReadOnlySpan<byte> Bytes => _places;

    /// <summary>The device at <paramref name="place"/>; 0: none that is known.</summary>
    internal uint DeviceAt(int place) => place >= MostPlaces || _places[place] == Unknown ? Nothing : _places[place];

    /// <summary>Whether <paramref name="place"/> has answered.</summary>
    internal bool IsKnown(int place) => place >= MostPlaces || _places[place] != Unknown;

    /// <summary>
    /// Keeps the answer of <paramref name="place"/>: a number; or nothing, for NotFound, NotSupported (legacy) and InvalidArgument (the
    /// tree's place is none). After any other error the place stays unknown.
    /// </summary>
    internal void Note(int place, Result<uint> answer)
    {
        if (place < MostPlaces)
        {
            bool isNothing = answer.Error is ErrorCode.NotFound or ErrorCode.NotSupported or ErrorCode.InvalidArgument;
            _places[place] = answer.IsOk ? (answer.Value < Unknown ? (byte)answer.Value : Nothing) : isNothing ? Nothing : _places[place];
        }
    }
}
