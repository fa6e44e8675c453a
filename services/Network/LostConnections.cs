// Resets for the peers of connections that ended with the earlier process.

using System.Collections.Generic;
using RustKernel.Services.Internet;

namespace RustKernel.Services.Network;

/// <summary>
/// Sends each peer its reset in several rounds: one reset may be lost, and a peer that only waits for bytes sends nothing that would bring
/// another. A peer that received one ignores the rest.
/// </summary>
/// <param name="stack">The stack that sends them.</param>
internal sealed class LostConnections(InternetStack stack)
{
    /// <summary>Rounds after a start of the card.</summary>
    internal const int Rounds = 4;

    private const int MostAtOnce = 16;
    private const long Retry = 50_000;
    private const long Patience = 10_000_000;
    private const long FirstPause = 1_000_000;
    private Queue<LostConnection> _left = new();
    private Queue<LostConnection> _sent = new();
    private long _until;
    private int _round;

    /// <summary>Those of the next round, or of the one that goes on.</summary>
    internal Queue<LostConnection> Left => _left;

    /// <summary>When to call <see cref="Advance"/>.</summary>
    internal long NextDeadline { get; private set; } = long.MaxValue;

    /// <summary>The interface has its configuration.</summary>
    internal void Begin(long now)
    {
        NextDeadline = _left.Count == 0 ? long.MaxValue : now;
        _until = now + Patience;
        _round = 0;
    }

    /// <summary>The card started again: what was sent since may be lost.</summary>
    internal void LinkRestarted(long now)
    {
        if (NextDeadline != long.MaxValue)
        {
            while (_sent.TryDequeue(out LostConnection one))
            {
                _left.Enqueue(one);
            }

            Begin(now);
        }
    }

    /// <summary>Sends what is due. A peer whose link address is not found in ten seconds is left out of the round.</summary>
    internal void Advance(long now)
    {
        if (now < NextDeadline)
        {
            return;
        }

        for (int i = 0; i < MostAtOnce && _left.TryPeek(out LostConnection one); i++)
        {
            if (now < _until && !stack.ResetPeer(one.Local, one.Remote, one.Number, now))
            {
                break;
            }

            _sent.Enqueue(_left.Dequeue());
        }

        if (_left.Count > 0)
        {
            NextDeadline = now + Retry;
            return;
        }

        EndRound(now);
    }

    private void EndRound(long now)
    {
        _round++;
        if (_round == Rounds)
        {
            _sent.Clear();
            NextDeadline = long.MaxValue;
            return;
        }

        (_left, _sent) = (_sent, _left);
        NextDeadline = now + (FirstPause << (_round - 1));
        _until = NextDeadline + Patience;
    }
}
