// Calls that the end of the service net interrupts.

using System;
using RustKernel.Services.Internet;

namespace RustKernel.Services.Network;

/// <summary>
/// A call that the service's end interrupted is asked of its successor. The process that ended may have done it, and its successor then
/// goes on from there: what opens a socket is refused with InvalidState, as the slot has one.
/// </summary>
internal static class RepeatedCall
{
    /// <summary>How often a call is made at most.</summary>
    internal const int Attempts = 4;

    /// <summary>A call that does no harm when it is done twice.</summary>
    internal static (ErrorCode Error, NetworkError Network) Ask(Func<(ErrorCode Error, NetworkError Network)> call) => Ask(call, out _);

    /// <summary>A call that opens the socket of a slot without one: what the slot has all the same is closed first.</summary>
    internal static (ErrorCode Error, NetworkError Network) Open(
        Func<(ErrorCode Error, NetworkError Network)> call, Func<ErrorCode> close)
    {
        (ErrorCode Error, NetworkError Network) answer = Ask(call);
        if (answer.Error != ErrorCode.InvalidState)
        {
            return answer;
        }

        ErrorCode closed = Ask(() => (close(), NetworkError.None)).Error;
        return closed == ErrorCode.None ? Ask(call) : answer;
    }

    /// <summary>A call that gives a listener a slot: one that was given already needs no more.</summary>
    internal static (ErrorCode Error, NetworkError Network) Supply(Func<(ErrorCode Error, NetworkError Network)> call)
    {
        (ErrorCode Error, NetworkError Network) answer = Ask(call, out bool isRepeated);
        return isRepeated && answer.Error == ErrorCode.InvalidState ? (ErrorCode.None, NetworkError.None) : answer;
    }

    private static (ErrorCode Error, NetworkError Network) Ask(
        Func<(ErrorCode Error, NetworkError Network)> call, out bool isRepeated)
    {
        (ErrorCode Error, NetworkError Network) answer = call();
        isRepeated = answer.Error == ErrorCode.ServerEnded;
        for (int i = 1; i < Attempts && answer.Error == ErrorCode.ServerEnded; i++)
        {
            answer = call();
        }

        return answer;
    }
}
