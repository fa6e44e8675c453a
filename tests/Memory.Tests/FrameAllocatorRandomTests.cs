// Long random sequences of single frames, runs, frees and wrong frees on awkward memory maps, against a byte per frame.

using System;
using System.Collections.Generic;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Map;
using Xunit;

namespace RustKernel.Memory.Tests;

public sealed class FrameAllocatorRandomTests
{
    private const byte Foreign = 0, Free = 1, Taken = 2;

    private sealed class Run(Random random)
    {
        private readonly EmulatedMachine _machine = new();
        private FrameAllocator<HostMemory> _frames;
        private readonly List<(ulong First, byte[] State)> _banks = [];
        private readonly List<(ulong Address, ulong Frames)> _taken = [];
        private readonly ulong[] _uses = new ulong[UseCounters.Count];
        private ulong _free, _lowest;
        private PhysicalAddress _lastFreed;

        public void Start()
        {
            MemoryMap map = default;
            ulong at = (ulong)random.Next(0, 1000) << 12;
            int banks = random.Next(1, 6);
            for (int i = 0; i < banks; i++)
            {
                ulong frames = (ulong)random.Next(i == 0 ? 600 : 1, random.Next(2) == 0 ? 700 : 9000);
                var range = new MemoryRange(at << (i == 3 ? 4 : 0), frames << 12);
                if (map.AddBank(range) != ErrorCode.None)
                {
                    continue;
                }

                _machine.Ram.Add(range);
                at = range.EndExclusive + ((ulong)random.Next(0, 2000) << 12) * (ulong)random.Next(2);
            }
            for (int i = random.Next(6); i > 0; i--)
            {
                MemoryRange bank = map.Bank(random.Next(map.BankCount));
                ulong start = bank.Start + ((ulong)random.Next(0, 4000) << 11);
                Assert.Equal(
                    ErrorCode.None,
                    map.Reserve(new MemoryRange(start, (ulong)random.Next(1, 2_000_000)), (FrameUse)random.Next(4)));
            }
            ErrorCode error = _frames.Initialize(in map, new HostMemory(_machine));
            if (error == ErrorCode.OutOfMemory)
            {
                map = default;
            }

            Adopt(map);
        }

        // The model's view of the start: everything in a bank is free except reservations and the bitmaps, wherever those are.
        private void Adopt(MemoryMap map)
        {
            for (int i = 0; i < map.BankCount; i++)
            {
                MemoryRange bank = map.Bank(i);
                var state = new byte[bank.SizeBytes >> 12];
                for (ulong f = 0; f < (ulong)state.Length; f++)
                {
                    state[f] = map.IsReserved(bank.Start + (f << 12)) ? Foreign : Free;
                    if (state[f] == Free)
                    {
                        _free++;
                    }
                }
                _banks.Add((bank.Start, state));
            }
            ulong own = _frames.Statistics.Of(FrameUse.FrameAllocator).Frames;
            for (ulong left = own, from = 0; left > 0;)
            {
                // The bitmaps lie in the first usable range that is large enough.
                MemoryRange range = map.NextUsable(from).Value;
                from = range.EndExclusive;
                if (range.SizeBytes < own << 12)
                {
                    continue;
                }

                for (; left > 0; left--)
                {
                    At(range.Start + ((own - left) << 12)) = Foreign;
                }

                _free -= own;
            }
            _lowest = _free;
            for (int i = 0; i < UseCounters.Count; i++)
            {
                _uses[i] = _frames.Statistics.Of((FrameUse)i).Frames;
            }

            ulong counted = 0;
            foreach (ulong use in _uses)
            {
                counted += use;
            }

            Assert.Equal(_frames.Statistics.ReservedFrames, counted);
            CheckCounters();
        }

        private byte _nowhere;

        private ref byte At(ulong address)
        {
            foreach ((ulong first, byte[] state) in _banks)
            {
                if (address >= first && (address - first) >> 12 < (ulong)state.Length)
                {
                    return ref state[(address - first) >> 12];
                }
            }

            _nowhere = Foreign;
            return ref _nowhere;
        }

        private void CheckCounters()
        {
            Assert.Equal(_free, _frames.FreeFrames);
            Assert.Equal(_lowest, _frames.Statistics.LowestFreeFrames);
            for (int i = 0; i < UseCounters.Count; i++)
            {
                Assert.Equal(_uses[i], _frames.Statistics.Of((FrameUse)i).Frames);
            }
        }

        public void Step(long number)
        {
            // Waves: fill up for a while, then drain, so that both ends are reached.
            bool filling = number / 5000 % 2 == 0;
            switch (random.Next(20))
            {
                case < 8:
                    if (filling || random.Next(3) == 0)
                    {
                        Take(1, 4096, _frames.Allocate(FrameUse.Test));
                    }
                    else
                    {
                        GiveBack();
                    }
                    break;
                case < 9: TakeRun(filling); break;
                case < 10: FreeWrongly(); break;
                default:
                    if (!filling || random.Next(3) == 0)
                    {
                        GiveBack();
                    }
                    else
                    {
                        Take(1, 4096, _frames.Allocate(FrameUse.Test));
                    }
                    break;
            }
            Assert.Equal(_free, _frames.FreeFrames);
            if (number % 1000 == 0)
            {
                CheckCounters();
            }
        }

        private void TakeRun(bool filling)
        {
            if (!filling && random.Next(2) == 0)
            {
                return;
            }

            if (random.Next(16) == 0)
            {
                Take(FrameSize.BlockFrames, FrameSize.BlockBytes, _frames.AllocateWholeBlock(FrameUse.Test));
                return;
            }

            ulong frames = random.Next(8) switch { 0 => 512, 1 => (ulong)random.Next(1, 1500), _ => (ulong)random.Next(1, 40) };
            ulong alignment = 4096ul << (random.Next(3) == 0 ? random.Next(11) : 0);
            ulong limit = random.Next(4) == 0 ? _banks.Count > 0 ? _banks[^1].First + 0x12_3456 : 0 : MemoryMap.AddressLimitExclusive;
            Result<PhysicalAddress> run = _frames.AllocateRun(frames, alignment, FrameUse.Test, limit);
            if (run.IsOk)
            {
                Assert.True(run.Value.Value + (frames << 12) <= limit);
            }
            else if (random.Next(
                50) == 0)
            {
                Assert.False(RunExists(frames, alignment, limit), $"{frames} frames aligned {alignment:x} below {limit:x} exist");
            }

            Take(frames, alignment, run, limit);
        }

        private bool RunExists(ulong frames, ulong alignment, ulong limit)
        {
            foreach ((ulong first, byte[] state) in _banks)
            {
                ulong length = 0;
                for (ulong f = 0; f < (ulong)state.Length; f++)
                {
                    ulong address = first + (f << 12);
                    if (length == 0 && (address & (alignment - 1)) != 0)
                    {
                        continue;
                    }

                    if (address + 4096 > limit)
                    {
                        break;
                    }

                    if (state[f] == Free)
                    {
                        length++;
                    }
                    else
                    {
                        // Go back to the next aligned place after the obstacle.
                        length = 0;
                    }
                    if (length == frames)
                    {
                        return true;
                    }
                }
            }
            return false;
        }

        private void Take(ulong frames, ulong alignment, Result<PhysicalAddress> run, ulong limit = MemoryMap.AddressLimitExclusive)
        {
            if (!run.IsOk)
            {
                Assert.Equal(ErrorCode.OutOfMemory, run.Error);
                Assert.True(_free == 0 || frames > 1 || alignment > 4096 || limit != MemoryMap.AddressLimitExclusive);
                return;
            }
            Assert.True(run.Value.IsAligned(alignment));
            for (ulong f = 0; f < frames; f++)
            {
                ref byte state = ref At(run.Value.Value + (f << 12));
                Assert.Equal(Free, state);
                state = Taken;
            }
            _free -= frames;
            _uses[(int)FrameUse.Test] += frames;
            if (_free < _lowest)
            {
                _lowest = _free;
            }

            _taken.Add((run.Value.Value, frames));
        }

        private void GiveBack()
        {
            if (_taken.Count == 0)
            {
                return;
            }

            int pick = random.Next(_taken.Count);
            (ulong address, ulong frames) = _taken[pick];
            _taken[pick] = _taken[^1];
            _taken.RemoveAt(_taken.Count - 1);
            ulong count = frames;
            if (frames > 1 && random.Next(3) == 0)
            {
                // Only part of it: the rest stays.
                count = 1 + (ulong)random.NextInt64((long)frames - 1);
                _taken.Add((address + (count << 12), frames - count));
            }
            ErrorCode error = count == 1 && random.Next(8) != 0
                ? _frames.Free(new PhysicalAddress(address), FrameUse.Test)
                : _frames.FreeRun(new PhysicalAddress(address), count, FrameUse.Test);
            Assert.Equal(ErrorCode.None, error);
            for (ulong f = 0; f < count; f++)
            {
                At(address + (f << 12)) = Free;
            }

            _free += count;
            _uses[(int)FrameUse.Test] -= count;
            _lastFreed = new PhysicalAddress(address);
        }

        // A random frame, often just freed, often next to a bank's edge: whatever it is, the error must name it, and nothing may change.
        private void FreeWrongly()
        {
            PhysicalAddress victim = _lastFreed;
            if (random.Next(2) == 0 && _banks.Count > 0)
            {
                (ulong first, byte[] state) = _banks[random.Next(_banks.Count)];
                ulong frame = random.Next(3) switch { 0 => (ulong)state.Length, 1 => 0, _ => (ulong)random.Next(state.Length) };
                victim = new PhysicalAddress(first + (frame << 12));
            }
            byte is_ = At(victim.Value);
            if (is_ == Taken)
            {
                return;
            }

            ErrorCode expected = is_ == Free ? ErrorCode.AlreadyFree : ErrorCode.NotOwned;
            Assert.Equal(expected, random.Next(2) == 0 ? _frames.Free(victim, FrameUse.Test) : _frames.FreeRun(victim, 1, FrameUse.Test));
        }
    }

    [Fact]
    public void TheAllocatorFollowsTheModel() => Seeds.Run(40400, (random, progress) =>
    {
        for (int machine = 0; machine < 40; machine++)
        {
            var run = new Run(random);
            run.Start();
            for (int i = 0; i < 50_000; i++)
            {
                progress.Step++;
                run.Step(i);
            }
        }
    });
}
