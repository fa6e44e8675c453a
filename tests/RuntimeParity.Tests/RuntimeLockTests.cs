// The runtime's locks, step by step: whose release wakes which thread.

using System;
using System.Runtime.InteropServices;
using System.Threading;
using RustKernel.Runtime;
using Xunit;

namespace RustKernel.RuntimeParity.Tests;

/// <summary>Threads stop where they would wait, until the test lets them check again.</summary>
public sealed unsafe class RuntimeLockTests : IDisposable
{
    private const int Main = 0;
    private const int First = 1;
    private const int Second = 2;
    private const int Count = 3;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    // SAFETY: as in the runtime, blocks and locks do not move and live as long as their threads; those of a failed test stay.
    private readonly ThreadBlock* _blocks = (ThreadBlock*)NativeMemory.AllocZeroed(Count, (nuint)sizeof(ThreadBlock));
    private readonly RuntimeLock* _locks = (RuntimeLock*)NativeMemory.AllocZeroed(2, (nuint)sizeof(RuntimeLock));
    private readonly SemaphoreSlim[] _parked = [new(0), new(0), new(0)];
    private readonly SemaphoreSlim[] _goesOn = [new(0), new(0), new(0)];
    private readonly Thread?[] _threads = new Thread?[Count];
    private readonly bool[] _woken = new bool[Count];

    public RuntimeLockTests()
    {
        Threads.Parks = thread =>
        {
            _ = _parked[thread].Release();
            Assert.True(_goesOn[thread].Wait(s_patience));
        };
        Threads.Unparks = thread => Volatile.Write(ref _woken[thread], true);
        Enter(Main);
    }

    // Like a static constructor that allocates.
    [Fact]
    public void A_thread_that_waited_for_the_lock_it_has_is_woken_at_the_next_one()
    {
        _locks[0].Acquire();
        _locks[1].Acquire();
        Begin(First, () =>
        {
            _locks[0].Acquire();
            _locks[1].Acquire();
            _locks[1].Release();
            _locks[0].Release();
        });
        _locks[0].Release();
        GoesOnAndParks(First);
        _locks[1].Release();
        Ends(First);
    }

    [Fact]
    public void A_thread_that_is_still_in_the_list_of_one_lock_is_woken_at_another()
    {
        _locks[0].Acquire();
        _locks[1].Acquire();
        Begin(First, () => TakeEach(0, 1));
        Begin(Second, () => TakeEach(0));
        _locks[0].Release();
        GoesOnAndParks(First);
        _locks[1].Release();
        Ends(First);
        Ends(Second);
    }

    // It already has the lock, and a place in the list that it took when it checked again.
    [Fact]
    public void A_release_passes_over_a_thread_that_waits_no_more_to_the_one_that_does()
    {
        _locks[0].Acquire();
        _locks[1].Acquire();
        Begin(First, () =>
        {
            _locks[0].Acquire();
            TakeEach(1);
            _locks[0].Release();
        });
        _locks[0].Release();
        GoesOnAndParks(First);
        Begin(Second, () => TakeEach(0));
        _locks[1].Release();
        Ends(First);
        Ends(Second);
    }

    public void Dispose()
    {
        foreach (SemaphoreSlim semaphore in (SemaphoreSlim[])[.. _parked, .. _goesOn])
        {
            _ = semaphore.Release();
        }
    }

    private void TakeEach(params int[] locks)
    {
        foreach (int number in locks)
        {
            _locks[number].Acquire();
            _locks[number].Release();
        }
    }

    private void Enter(int thread)
    {
        _blocks[thread].Number = thread;
        Threads.Current = &_blocks[thread];
    }

    // Starts a thread that then waits for what the test holds.
    private void Begin(int thread, Action work)
    {
        _threads[thread] = new Thread(() =>
        {
            Enter(thread);
            work();
        })
        {
            IsBackground = true,
        };
        _threads[thread]!.Start();
        Assert.True(_parked[thread].Wait(s_patience));
    }

    private void GoesOnAndParks(int thread)
    {
        GoesOn(thread);
        Assert.True(_parked[thread].Wait(s_patience));
    }

    private void GoesOn(int thread)
    {
        Assert.True(Volatile.Read(ref _woken[thread]), $"thread {thread} waits for ever");
        _woken[thread] = false;
        _ = _goesOn[thread].Release();
    }

    private void Ends(int thread)
    {
        GoesOn(thread);
        Assert.True(_threads[thread]!.Join(s_patience));
    }
}
