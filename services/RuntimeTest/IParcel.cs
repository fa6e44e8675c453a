using System;
using System.Threading.Tasks;
using RustKernel.Services;
using RustKernel.User;

namespace RustKernel.RuntimeTest;

/// <summary>A service interface with one of everything, for the tests.</summary>
[Service(0xFFF0)]
internal interface IParcel
{
    /// <summary>The sum.</summary>
    [Operation(1)]
    Result<long> Add(sbyte first, long second, bool isNegative, Shade shade);

    /// <summary>The text twice.</summary>
    [Operation(2)]
    Result<string> Twice(string text);

    /// <summary>The bytes in reverse order.</summary>
    [Operation(3)]
    ErrorCode Reverse(ReadOnlySpan<byte> bytes, out byte[] reversed, out uint sum);

    /// <summary>The handles in the other order.</summary>
    [Operation(4)]
    ErrorCode Swap(AnyHandle first, Handle<Port> second, out Handle<Port> newFirst, out AnyHandle newSecond);

    /// <summary>The place moved by one.</summary>
    [Operation(5)]
    Result<Place> Move(Place place);

    /// <summary>Throws.</summary>
    [Operation(6)]
    ErrorCode Throw(bool isDeep);

    /// <summary>A declared error, and an undeclared one.</summary>
    [Operation(7)]
    [Errors(ErrorCode.NotFound)]
    ErrorCode Refuse(ErrorCode error);

    /// <summary>The caller's badge.</summary>
    [Operation(8)]
    Result<ulong> Badge();

    /// <summary>Answers after a Release with the badge.</summary>
    [Operation(9)]
    Result<string> Wait();

    /// <summary>Ends the server before it replies, if the server permits that.</summary>
    [Operation(10)]
    Result<uint> Die();

    /// <summary>The same, with more than numbers.</summary>
    [Operation(11)]
    Result<string> DieOf(string text);

    /// <summary>The text, or nothing.</summary>
    [Operation(12)]
    [return: AtMost(20)]
    Result<string> Pass(int number, bool isPassed, [AtMost(20)] string text);

    /// <summary>The text, after this many milliseconds, during which the server does other things. Without a text it throws.</summary>
    [Operation(13)]
    Task<Result<string>> Later(int milliseconds, string text);
}
