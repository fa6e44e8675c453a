// Growing logs, read once for all their followers.

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>
/// Keeps the latest part of each followed log, so that any number of browsers at one console cost the store one reader. It is a copy: a
/// coordinator that dies loses nothing.
/// </summary>
/// <param name="store">Has the logs.</param>
internal sealed class LogWatch(IFarmStore store)
{
    private readonly Dictionary<long, Watched> _watched = [];

    /// <summary>Begins to follow the log of <paramref name="run"/>, until <see cref="Close"/>.</summary>
    public Watched Open(long run)
    {
        lock (_watched)
        {
            if (!_watched.TryGetValue(run, out Watched? watched))
            {
                _watched[run] = watched = new Watched(store, run);
            }

            watched.Followers++;
            return watched;
        }
    }

    /// <summary>Stops what <see cref="Open"/> started.</summary>
    public void Close(Watched watched)
    {
        lock (_watched)
        {
            if (--watched.Followers == 0)
            {
                _watched.Remove(watched.Run);
            }
        }
    }

    /// <summary>A log that is followed.</summary>
    internal sealed class Watched(IFarmStore store, long run)
    {
        // Bytes kept of the log's end; a follower that is further behind reads the store.
        private const int MostKept = 1 << 18;
        private const int MostRead = 1 << 16;
        private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
        private readonly SemaphoreSlim _one = new(1);
        private ReadOnlyMemory<byte> _kept;
        private long _start;
        private Task? _change;
        private long _lookedAt;
        private RunView? _view;

        /// <summary>The run.</summary>
        public long Run => run;

        /// <summary>How many follow it.</summary>
        public int Followers { get; set; }

        /// <summary>
        /// Bytes of the log from <paramref name="offset"/>, empty when there are no more at present; and the run, null when there is none.
        /// </summary>
        /// <param name="offset">Where they begin.</param>
        /// <param name="change"><see cref="ChangeFeed.Next"/> from before: while it is the same, there is nothing new to look for.</param>
        /// <param name="cancel">Ends the call.</param>
        public async Task<(ReadOnlyMemory<byte> Part, RunView? Run)> ReadAsync(long offset, Task change, CancellationToken cancel)
        {
            await _one.WaitAsync(cancel).ConfigureAwait(false);
            try
            {
                if (_view is null || change != _change || Environment.TickCount64 - _lookedAt >= (long)s_look.TotalMilliseconds)
                {
                    await LookAsync(cancel).ConfigureAwait(false);
                    _change = change;
                    _lookedAt = Environment.TickCount64;
                }

                if (offset >= _start)
                {
                    int skip = (int)Math.Min(offset - _start, _kept.Length);
                    return (_kept.Slice(skip, Math.Min(MostRead, _kept.Length - skip)), _view);
                }
            }
            finally
            {
                _one.Release();
            }

            return (await store.ReadLogAsync(run, offset, MostRead, cancel).ConfigureAwait(false), _view);
        }

        private async Task LookAsync(CancellationToken cancel)
        {
            _view = await store.RunAsync(run, cancel).ConfigureAwait(false);
            long length = _view?.LogBytes ?? 0;
            if (length - MostKept > _start + _kept.Length)
            {
                _start = length - MostKept;
                _kept = default;
            }

            long end = _start + _kept.Length;
            if (length > end)
            {
                ReadOnlyMemory<byte> more = await store.ReadLogAsync(run, end, (int)(length - end), cancel).ConfigureAwait(false);
                // A new array each time: callers with a slice of the old one still read it.
                int drop = Math.Max(0, _kept.Length + more.Length - MostKept);
                byte[] both = [.. _kept.Span[drop..], .. more.Span];
                _start += drop;
                _kept = both;
            }
        }
    }
}
