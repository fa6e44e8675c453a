// Resets for the peers of connections that ended with the earlier process.

using System;
using System.Collections.Generic;
using RustKernel.Services.Internet;

namespace RustKernel.Services.Network;

/// <summary>
/// Sends each peer its reset in several rounds: one reset may be lost, and a peer that only waits for bytes sends nothing that would bring
/// another. A peer that received one ignores the rest.
/// </summary>
/// <param name="stack">The stack that sends them.</param>
/// <param name="kept">Where they are kept until the last round is over.</param>
internal sealed class LostConnections(InternetStack stack, KeptSockets kept)
{
    /// <summary>Rounds after a start of the card.</summary>
    internal const int Rounds = 4;

    private const int MostAtOnce = 16;
    private const long Retry = 20_000;
    private const long Patience = 10_000_000;
    private const long FirstPause = 1_000_000;
    private Queue<LostConnection> _left = new();
    private Queue<LostConnection> _sent = new();
    private long _until;
    private int _round;

    /// <summary>The connections left in the next or current round.</summary>
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

    /// <summary>
    /// Sends the resets that are due. If a peer's link address is not known yet, others go first; after ten seconds the round ends without
    /// it.
    /// </summary>
    internal void Advance(long now)
    {
        if (now < NextDeadline)
        {
            return;
        }

        bool hasSent = false;
        for (int tries = Math.Min(_left.Count, MostAtOnce); tries > 0; tries--)
        {
            LostConnection one = _left.Dequeue();
            bool isOver = stack.ResetPeer(one.Local, one.Remote, one.Number, now) || now >= _until;
            (isOver ? _sent : _left).Enqueue(one);
            hasSent |= isOver;
        }

        if (_left.Count > 0)
        {
            NextDeadline = hasSent ? now : now + Retry;
            return;
        }

        EndRound(now);
    }

    private void EndRound(long now)
    {
        _round++;
        if (_round == Rounds)
        {
            while (_sent.TryDequeue(out LostConnection one))
            {
                if (one.Entry >= 0)
                {
                    kept.Release(one.Entry);
                }
            }

            NextDeadline = long.MaxValue;
            return;
        }

        (_left, _sent) = (_sent, _left);
        NextDeadline = now + (FirstPause << (_round - 1));
        _until = NextDeadline + Patience;
    }
}
