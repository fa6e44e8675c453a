// Members that authors use now and then: tasks that are started later, parts by range, bytes of spans, days taken apart.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.ParityProgram;

internal static class MemberCases
{
    internal static void Run(Table table)
    {
        Tasks(table);
        Ranges(table);
        Bytes(table);
        Times(table);
        Collections(table);
        Chances(table);
    }

    private static void Tasks(Table table)
    {
        table.Case("a task that is started later", static () =>
        {
            int done = 0;
            Task task = new(() => done++);
            string before = task.Status + " " + task.IsCompleted;
            task.Start();
            task.Wait();
            return before + " " + task.Status + " " + done;
        });
        table.Case("a task with a result", static () =>
        {
            Task<int> task = new(static () => 42);
            task.Start();
            return task.Result;
        });
        table.Case("a task run at once", static () =>
        {
            string log = "";
            Task task = new(() => log += "run ");
            task.RunSynchronously();
            return log + task.Status;
        });
        table.Case("a task run at once that fails", static () =>
        {
            Task<string> task = new(static () => throw new FormatException("no"));
            task.RunSynchronously();
            return task.Status + " " + task.Exception!.InnerException!.Message;
        });
        table.Case("a task awaited before its start", static () =>
        {
            Task<int> task = new(static () => 7);
            Task<int> later = Awaited(task);
            task.Start();
            return later.Result;
        });
        table.Case("a task started twice", static () =>
        {
            Task task = new(static () => { });
            task.Start();
            task.Start();
            return "started";
        });
        table.Case("a task started when it is over", static () =>
        {
            Task task = new(static () => { });
            task.RunSynchronously();
            task.RunSynchronously();
            return "run";
        });
        table.Case("a task of another kind started", static () =>
        {
            Task.CompletedTask.Start();
            return "started";
        });
        table.Case("a task of nothing", static () => new Task(null!));
        table.Case("a task of no function", static () => new Task<int>(null!));
        table.Case("a task cancelled before its start", static () =>
        {
            using CancellationTokenSource source = new();
            source.Cancel();
            return new Task(static () => { }, source.Token).Status;
        });
        table.Case("a task cancelled while it runs", static () =>
        {
            using CancellationTokenSource source = new();
            Task task = new(
                () =>
                {
                    source.Cancel();
                    source.Token.ThrowIfCancellationRequested();
                },
                source.Token);
            task.RunSynchronously();
            return task.Status;
        });
    }

    private static async Task<int> Awaited(Task<int> task) => await task + 1;

    private static void Ranges(Table table)
    {
        Range[] ranges =
        [
            Range.All, Range.StartAt(1), Range.EndAt(2), new(1, 3), Range.StartAt(^2), Range.EndAt(^1), new(^3, ^1), new(2, 2), new(3, 1),
            Range.StartAt(^9), Range.StartAt(9),
        ];
        for (int i = 0; i < ranges.Length; i++)
        {
            Range range = ranges[i];
            table.Each($"range {i} of", [0, 2, 3, 5], length => range.GetOffsetAndLength(length));
        }

        table.Case("indexes", static () => $"{Index.FromStart(3).Value} {Index.FromEnd(2).IsFromEnd} {Index.FromEnd(0).GetOffset(5)}");
        table.Case("indexes as text", static () => $"{^2} {(Index)7} {1..^0} {..} {new Index(5, true).ToString()} {2..5}");
        table.Case("an index below nothing", static () => Index.FromEnd(-1).Value);
    }

    private static void Bytes(Table table)
    {
        byte[] bytes = [1, 2, 3, 4, 5, 6, 0xF7, 0x40, 9];
        table.Each("numbers of a span of", [0, 1, 2, 4, 8, 9], count =>
        {
            string text = "";
            Func<object>[] readers =
            [
                () => BitConverter.ToBoolean(bytes.AsSpan(0, count)), () => (int)BitConverter.ToChar(bytes.AsSpan(0, count)),
                () => BitConverter.ToInt16(bytes.AsSpan(0, count)), () => BitConverter.ToUInt16(bytes.AsSpan(0, count)),
                () => BitConverter.ToInt32(bytes.AsSpan(0, count)), () => BitConverter.ToUInt32(bytes.AsSpan(0, count)),
                () => BitConverter.ToInt64(bytes.AsSpan(0, count)), () => BitConverter.ToUInt64(bytes.AsSpan(0, count)),
                () => BitConverter.ToSingle(bytes.AsSpan(0, count)), () => BitConverter.ToDouble(bytes.AsSpan(0, count)),
            ];
            foreach (Func<object> reader in readers)
            {
                try
                {
                    text += reader() + " ";
                }
                catch (Exception e)
                {
                    text += e.GetType().Name + " ";
                }
            }

            return text;
        });
        table.Each("numbers into a span of", [0, 1, 2, 4, 8, 9], static count =>
        {
            byte[] room = new byte[count];
            string text = BitConverter.TryWriteBytes(room, true) + Convert.ToHexString(room);
            text += BitConverter.TryWriteBytes(room, 'x') + Convert.ToHexString(room);
            text += BitConverter.TryWriteBytes(room, (short)-2) + Convert.ToHexString(room);
            text += BitConverter.TryWriteBytes(room, (ushort)40000) + Convert.ToHexString(room);
            text += BitConverter.TryWriteBytes(room, -3) + Convert.ToHexString(room);
            text += BitConverter.TryWriteBytes(room, 4000000000u) + Convert.ToHexString(room);
            text += BitConverter.TryWriteBytes(room, long.MinValue) + Convert.ToHexString(room);
            text += BitConverter.TryWriteBytes(room, ulong.MaxValue) + Convert.ToHexString(room);
            text += BitConverter.TryWriteBytes(room, 1.5f) + Convert.ToHexString(room);
            return text + BitConverter.TryWriteBytes(room, -1.5) + Convert.ToHexString(room);
        });
    }

    private static void Times(Table table)
    {
        DateTime[] times = [DateTime.MinValue, new(2026, 2, 28, 23, 59, 58, 7), new(639_000_000_123_456_789), DateTime.MaxValue];
        table.Each("a time taken apart", times, static time =>
        {
            (int year, int month, int day) = time;
            (DateOnly date, TimeOnly clock) = time;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{year} {month} {day} {date:O} {clock:O} {time.Millisecond} {time.Microsecond} {time.Nanosecond}");
        });
        table.Case("elapsed", static () => Stopwatch.GetElapsedTime(0, Stopwatch.Frequency).TotalSeconds + " "
            + Stopwatch.GetElapsedTime(Stopwatch.Frequency * 3, Stopwatch.Frequency).TotalSeconds + " "
            + (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp()) >= TimeSpan.Zero) + Stopwatch.IsHighResolution);
        table.Case("the machine", static () => (Environment.ProcessorCount > 0) + " " + Environment.Is64BitProcess
            + Environment.Is64BitOperatingSystem);
    }

    private static void Collections(Table table)
    {
        table.Case("a list and spans", static () =>
        {
            List<int> list = [1, 2];
            list.AddRange((ReadOnlySpan<int>)[3, 4]);
            list.AddRange(5, 6);
            list.InsertRange(1, (ReadOnlySpan<int>)[7, 8]);
            Span<int> copy = new int[9];
            list.CopyTo(copy);
            return string.Join(',', list) + " " + string.Join(',', copy.ToArray());
        });
        table.Case("a list into a short span", static () =>
        {
            new List<int> { 1, 2 }.CopyTo(new int[1].AsSpan());
            return "copied";
        });
        table.Case("a span behind a list", static () =>
        {
            new List<int> { 1, 2 }.InsertRange(3, (ReadOnlySpan<int>)[1]);
            return "inserted";
        });
        table.Case("spans and no list", static () =>
        {
            ((List<int>)null!).AddRange((ReadOnlySpan<int>)[1]);
            return "added";
        });
        table.Case("a dictionary to be read", static () =>
        {
            IDictionary<string, int> map = new Dictionary<string, int> { ["a"] = 1 };
            return string.Join(',', map.AsReadOnly());
        });
    }

    private static void Chances(Table table)
    {
        table.Case("items by chance", static () => string.Join(',', new Random(5).GetItems(["a", "b", "c"], 12)));
        table.Each("of as many items by chance", [1, 2, 4, 8, 16, 7], static count =>
            string.Join(',', new Random(8).GetItems(new int[count].Select(static (_, i) => i).ToArray(), 9)));
        table.Case("items of a span by chance", static () =>
            string.Join(',', new Random(6).GetItems((ReadOnlySpan<int>)[1, 2, 3, 4, 5], 12)));
        table.Case("items into a span by chance", static () =>
        {
            int[] room = new int[6];
            new Random(7).GetItems((ReadOnlySpan<int>)[1, 2, 3], room.AsSpan());
            return string.Join(',', room);
        });
        table.Case("no items by chance", static () => new Random(1).GetItems(Array.Empty<int>(), 2));
        table.Case("items of null", static () => new Random(1).GetItems((int[])null!, 2));
        table.Case("fewer than no items", static () => new Random(1).GetItems([1], -1));
    }
}
