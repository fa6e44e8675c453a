using System;
using RustKernel.Services.Internet;

namespace RustKernel.Services.Network;

/// <summary>
/// Repeats a call that the end of the service net interrupted. The process that ended may have carried it out, and its successor continues
/// from there: a call that opens a socket then fails with InvalidState, as the slot has one.
/// </summary>
internal static class RepeatedCall
{
    /// <summary>The most attempts of a call.</summary>
    internal const int Attempts = 4;

    /// <summary>A call that may safely be made twice.</summary>
    internal static (ErrorCode Error, NetworkError Network) Ask(Func<(ErrorCode Error, NetworkError Network)> call) => Ask(call, out _);

    /// <summary>A call that opens the socket of an empty slot: a socket that is there after all is closed first.</summary>
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

    /// <summary>A call that gives a listener a slot: if that is done already, it has succeeded.</summary>
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
