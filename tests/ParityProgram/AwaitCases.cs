// Tasks started by a factory, reports of progress, awaited text, and the only culture.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.ParityProgram;

internal static class AwaitCases
{
    private static readonly byte[][] s_texts =
    [
        [], [.. "one\ntwo\r\nthree\rfour"u8], [.. "\n\n"u8], [.. "x"u8], [.. "\r"u8], [0xEF, 0xBB, 0xBF, .. "mark\nline"u8], [0xEF, 0xBB],
        [0xFF, 0xFE, 0x41, 0, 10, 0, 0x42, 0], [0xFE, 0xFF, 0, 0x41, 0, 10], [0xFF],
        [0xC3, 0xBC, 0xE2, 0x82, 0xAC, 10, 0xF0, 0x9F, 0x98, 0x80], [0xC3, 10, 0x41],
    ];

    internal static void Run(Table table)
    {
        Factory(table);
        Reports(table);
        Readers(table);
        Writers(table);
        Cultures(table);
        Words(table);
    }

    private static void Factory(Table table)
    {
        TaskCreationOptions[] options =
        [
            TaskCreationOptions.None, TaskCreationOptions.LongRunning, TaskCreationOptions.PreferFairness,
            TaskCreationOptions.DenyChildAttach | TaskCreationOptions.LongRunning, TaskCreationOptions.RunContinuationsAsynchronously,
        ];
        table.Each("Task.Factory.StartNew", options, static o =>
        {
            int seen = 0;
            Task.Factory.StartNew(() => seen = 7, o).Wait();
            return seen;
        });
        table.Each("Task.Factory.StartNew, result", options, static o => Task.Factory.StartNew(() => 8, o).Result);
        table.Each("Task.Factory.StartNew, state", options, static o =>
        {
            Task<string> task = Task.Factory.StartNew(state => "with " + state, "a state", o);
            return $"{task.Result} {task.AsyncState}";
        });
        table.Each("Task.Factory.StartNew, failing", options, static o => OrderCases.Message(() =>
            Task.Factory.StartNew(() => throw new InvalidOperationException("no"), o).Wait()));
        table.Each("Task.Factory.StartNew, canceled by itself", options, static o => Ended(Task.Factory.StartNew(
            () => throw new OperationCanceledException(), o)));
        table.Each("Task.Factory.StartNew, a task", options, static o =>
            Task.Factory.StartNew(static async () =>
            {
                await Task.Delay(1);
                await Task.Yield();
                return 9;
            }, o).Unwrap().Result);
        table.Case("Task.Factory.StartNew, wrong options", static () => OrderCases.Message(() =>
            Task.Factory.StartNew(() => { }, (TaskCreationOptions)4096)));
        table.Case("Task.Factory.StartNew, nothing", static () => OrderCases.Message(() => Task.Factory.StartNew((Action)null!)));
        table.Case("Task.Factory.StartNew, nothing with a result", static () =>
            OrderCases.Message(() => Task.Factory.StartNew((Func<int>)null!)));
        table.Case("Task.Factory.StartNew, canceled before", static () =>
            Ended(Task.Factory.StartNew(() => { }, new CancellationToken(true))));
        table.Case("Task.Factory.StartNew, canceled with its token", static () =>
        {
            CancellationTokenSource source = new();
            return Ended(Task.Factory.StartNew(() =>
            {
                source.Cancel();
                source.Token.ThrowIfCancellationRequested();
            }, source.Token));
        });
        table.Case("Task.Factory.StartNew, state of an action", static () =>
        {
            string seen = "";
            Task task = Task.Factory.StartNew(state => seen += state, 5);
            task.Wait();
            return $"{seen} {task.AsyncState}";
        });
        table.Case("long work has a thread of its own", static () =>
        {
            int own = Environment.CurrentManagedThreadId;
            ManualResetEventSlim gate = new();

            // While this thread waits here, nothing runs in its loop.
            Task<bool> task = Task.Factory.StartNew(
                () =>
                {
                    gate.Set();
                    return Environment.CurrentManagedThreadId != own;
                },
                TaskCreationOptions.LongRunning);
            gate.Wait();
            return task.Result;
        });
        table.Case("Task.Run, canceled by itself", static () => Ended(Task.Run(() => throw new OperationCanceledException())));
        table.Case("Task.Run, action, canceled by itself", static () =>
            Ended(Task.Run((Action)(static () => throw new OperationCanceledException()))));
        table.Case("Task.Run, canceled by itself, result", static () =>
            Ended(Task.Run<int>(int () => throw new OperationCanceledException())));
        table.Case("Task.Run, canceled with its token", static () =>
        {
            CancellationTokenSource source = new();
            return Ended(Task.Run(() =>
            {
                source.Cancel();
                source.Token.ThrowIfCancellationRequested();
            }, source.Token));
        });
        table.Case("Task.Run, async and canceled by itself", static () => Ended(Task.Run(static async () =>
        {
            await Task.Yield();
            throw new OperationCanceledException();
        })));
        table.Case("Task.Run, canceled and awaited", static () => Awaited().Result);
        table.Case("Task.Run, nothing", static () => OrderCases.Message(() => Task.Run((Action)null!)));
        table.Case("a task's state", static () => Task.CompletedTask.AsyncState);
    }

    private static async Task<string> Awaited()
    {
        CancellationTokenSource source = new();
        OperationCanceledException own = new("own", source.Token);
        try
        {
            Action act = () =>
            {
                source.Cancel();
                throw own;
            };
            await Task.Run(act, source.Token);
            return "done";
        }
        catch (OperationCanceledException e)
        {
            return $"{ReferenceEquals(e, own)} {e.GetType().Name}";
        }
    }

    private static string Ended(Task task)
    {
        try
        {
            task.Wait();
        }
        catch (AggregateException e)
        {
            return $"{task.Status} {task.IsCanceled} {e.InnerException!.GetType().Name}";
        }

        return task.Status.ToString();
    }

    private static void Reports(Table table)
    {
        table.Case("progress: later", static () => Reported(static (progress, seen) =>
        {
            progress.Report(1);
            progress.Report(2);
            return 2;
        }));
        table.Case("progress: of another thread", static () => Reported(static (progress, seen) =>
        {
            Thread thread = new(() => progress.Report(5));
            thread.Start();
            thread.Join();
            return 1;
        }));
        table.Case("progress: no handler", static () => OrderCases.Message(() => _ = new Progress<int>(null!)));
        table.Case("progress: nobody listens", static () => OrderCases.Message(() => ((IProgress<int>)new Progress<int>()).Report(1)));
        table.Case("progress: event", static () =>
        {
            Progress<int> progress = new();
            TaskCompletionSource<string> told = new();
            progress.ProgressChanged += (sender, value) => told.TrySetResult($"{ReferenceEquals(sender, progress)} {value}");
            ((IProgress<int>)progress).Report(3);
            return told.Task.Result;
        });
        table.Case("progress: handler, then event", static () =>
        {
            TaskCompletionSource<string> told = new();
            string seen = "";
            Progress<int> progress = new(value => seen += $"handler {value} ");
            progress.ProgressChanged += (_, value) => told.TrySetResult($"{seen}event {value}");
            ((IProgress<int>)progress).Report(3);
            return told.Task.Result;
        });
        table.Case("progress: another report", static () =>
        {
            Twice twice = new();
            ((IProgress<int>)twice).Report(4);
            return twice.Seen;
        });
        table.Case("progress: locals flow", static () =>
        {
            AsyncLocal<string> local = new();
            TaskCompletionSource<string> told = new();
            Progress<int> progress = new(_ => told.TrySetResult(local.Value ?? "none"));
            local.Value = "reporter's";
            ((IProgress<int>)progress).Report(1);
            local.Value = "later";
            return told.Task.Result;
        });
    }

    private static string Reported(Func<IProgress<int>, List<int>, int> act)
    {
        List<int> seen = [];
        TaskCompletionSource all = new();
        int wanted = int.MaxValue;
        Progress<int> progress = new(value =>
        {
            lock (seen)
            {
                seen.Add(value);
                if (seen.Count >= Volatile.Read(ref wanted))
                {
                    all.TrySetResult();
                }
            }
        });
        int count = act(progress, seen);
        lock (seen)
        {
            wanted = count;
            if (seen.Count >= count)
            {
                all.TrySetResult();
            }
        }

        all.Task.Wait();
        seen.Sort();
        return string.Join(',', seen);
    }

    private static void Readers(Table table)
    {
        for (int i = 0; i < s_texts.Length; i++)
        {
            byte[] text = s_texts[i];
            foreach (int piece in (int[])[1, 2, 3, 100])
            {
                table.Case($"reader, text {i} in {piece}: lines", () => Lines(text, piece).Result);
                table.Case($"reader, text {i} in {piece}: all", () => new StreamReader(new Slow(text, piece)).ReadToEndAsync().Result);
                table.Case($"reader, text {i} in {piece}: waits", () => new StreamReader(new MemoryStream(text)).ReadToEnd());
            }
        }

        table.Case("reader: the loop goes on while the stream waits", static () => Meanwhile().Result);
        table.Case("reader: one at a time", static () => OneAtATime().Result);
        table.Case("reader: a block", static () => Block().Result);
        table.Case("reader: a part", static () => Part().Result);
        table.Case("reader: canceled", static () =>
            Ended(new StreamReader(new Slow([1], 1)).ReadLineAsync(new CancellationToken(true)).AsTask()));
        table.Case("reader: a stream that fails", static () => OrderCases.Message(() =>
            new StreamReader(new Slow([1, 2], 1) { FailsAt = 1 }).ReadToEndAsync().Wait()));
        table.Case("reader: closed", static () =>
        {
            StreamReader reader = new(new Slow([1], 1));
            reader.Close();
            return OrderCases.Message(() => reader.ReadLineAsync().Wait())[..23];
        });
        table.Case("string reader: awaited", static () => StringLines().Result);
    }

    private static async Task<string> Lines(byte[] text, int piece)
    {
        using StreamReader reader = new(new Slow(text, piece));
        StringBuilder seen = new();
        while (await reader.ReadLineAsync() is { } line)
        {
            seen.Append('<').Append(line).Append('>');
        }

        return seen.Append(reader.CurrentEncoding.CodePage).ToString();
    }

    // The order of events: the reader waits, this continues, the reader continues.
    private static async Task<string> Meanwhile()
    {
        TaskCompletionSource gate = new();
        StreamReader reader = new(new Slow([.. "ab\n"u8], 2) { Gate = gate });
        List<string> order = [];
        Task<string?> line = reader.ReadLineAsync();
        order.Add(line.IsCompleted ? "read" : "waits");
        await Task.Yield();
        order.Add(line.IsCompleted ? "read" : "waits");
        gate.SetResult();
        order.Add((await line)!);
        return string.Join(' ', order);
    }

    private static async Task<string> OneAtATime()
    {
        TaskCompletionSource gate = new();
        StreamReader reader = new(new Slow([.. "ab\n"u8], 2) { Gate = gate });
        Task<string?> line = reader.ReadLineAsync();
        string second = OrderCases.Message(() => reader.ReadLineAsync().Wait());
        gate.SetResult();
        return $"{second} {await line}";
    }

    private static async Task<string> Block()
    {
        StreamReader reader = new(new Slow([.. "abcdefgh"u8], 1));
        char[] text = new char[6];
        int count = await reader.ReadBlockAsync(text, 1, 5);
        return $"{count} {new string(text, 1, 5)} {await reader.ReadBlockAsync(text.AsMemory())} {new string(text, 0, 3)}";
    }

    private static async Task<string> Part()
    {
        StreamReader reader = new(new MemoryStream([.. "abcdefgh"u8]));
        char[] text = new char[6];
        int first = await reader.ReadAsync(text, 0, 3);
        int second = await reader.ReadAsync(text.AsMemory(3));
        return $"{first} {second} {new string(text)} {await reader.ReadToEndAsync()} {await reader.ReadAsync(text, 0, 1)}";
    }

    private static async Task<string> StringLines()
    {
        StringReader reader = new("one\ntwo\nthree");
        return $"{await reader.ReadLineAsync()} {await reader.ReadLineAsync(CancellationToken.None)} {await reader.ReadToEndAsync()}";
    }

    private static void Writers(Table table)
    {
        table.Each("writer: awaited", [1, 5, 100], static room => Written(room, false).Result);
        table.Each("writer: awaited, flushes", [1, 5, 100], static room => Written(room, true).Result);
        table.Case("writer: the loop goes on while the stream waits", static () => WritesMeanwhile().Result);
        table.Case("writer: closed", static () =>
        {
            StreamWriter writer = new(new MemoryStream());
            writer.Close();
            return OrderCases.Message(() => writer.WriteAsync("x").Wait())[..23];
        });
    }

    private static async Task<string> Written(int room, bool flushes)
    {
        MemoryStream bytes = new();
        await using (StreamWriter writer = new(bytes, Encoding.UTF8, room, leaveOpen: true) { AutoFlush = flushes, NewLine = "|" })
        {
            await writer.WriteAsync('a');
            await writer.WriteAsync("bcd");
            await writer.WriteAsync((string?)null);
            await writer.WriteAsync(new char[] { 'e', 'f', 'g' }, 1, 2);
            await writer.WriteLineAsync();
            await writer.WriteLineAsync('h');
            await writer.WriteLineAsync("\u00FC\u20AC");
            await writer.WriteLineAsync((string?)null);
            await writer.WriteAsync(new string('x', 300).AsMemory());
            await writer.FlushAsync();
            writer.Write("end");
        }

        return Convert.ToHexString(bytes.ToArray());
    }

    private static async Task<string> WritesMeanwhile()
    {
        TaskCompletionSource gate = new();
        Slow stream = new([], 1) { Gate = gate };
        StreamWriter writer = new(stream) { AutoFlush = false };
        Task write = writer.WriteAsync("abc");
        Task flush = writer.FlushAsync();
        List<string> order = [$"{write.IsCompleted} {flush.IsCompleted}"];
        await Task.Yield();
        order.Add(OrderCases.Message(() => writer.Write("x")));
        gate.SetResult();
        await flush;
        order.Add(Encoding.UTF8.GetString(stream.Taken.ToArray()));
        return string.Join(' ', order);
    }

    private static void Cultures(Table table)
    {
        table.Each("CultureInfo", ["", "de-DE", "en-US", "xx", "en_US", "*"], static name =>
            OrderCases.Message(() => _ = new CultureInfo(name)));
        table.Each("CultureInfo.GetCultureInfo", ["", "de-DE", "nonsense"], static name =>
            OrderCases.Message(() => CultureInfo.GetCultureInfo(name)));
        table.Case("CultureInfo of nothing", static () => OrderCases.Message(() => _ = new CultureInfo(null!)));
        table.Case("CultureInfo that is not there", static () =>
        {
            try
            {
                _ = 1.5.ToString(new CultureInfo("de-DE"));
                return "there";
            }
            catch (CultureNotFoundException e)
            {
                return $"{e.ParamName} {e.InvalidCultureName} {e.InvalidCultureId}";
            }
        });
        table.Case("CultureInfo in use", static () =>
            $"<{CultureInfo.CurrentCulture.Name}> <{CultureInfo.CurrentUICulture.Name}> {CultureInfo.InvariantCulture.IsReadOnly}");
        table.Case("CultureInfo equality", static () =>
            $"{new CultureInfo("").Equals(CultureInfo.InvariantCulture)} {new CultureInfo("")}");
        table.Case("CultureInfo compared by number", static () =>
            OrderCases.Message(() => throw new CultureNotFoundException("name", 1031, "message")));
        table.Case("CultureInfo's exception", static () => new CultureNotFoundException().Message);
    }

    private static void Words(Table table)
    {
        TextInfo info = CultureInfo.InvariantCulture.TextInfo;
        table.Each(
            "TextInfo.ToTitleCase",
            [
                "", "a tale of two cities", "WAR and PEACE", "o'neil's cat", "hello-world again", "3rd time", "ABC", "aBC dEF",
                "\u00E9cole \u00DCBER", "it\u2019s", "tab\tand\nline", "x", "_under_score", "a.b.c", "NASA's best", "mcDonald 2nd",
                "\u01C6ungla", "e\u0301tude", "  two  ",
                "a1b a\u00BDb a\u2160b", "NASA'S BEST'of", "o''neil", "'tis", "\u01F3e \u01C9u \u01CCi \u01C7U",
            ],
            text => info.ToTitleCase(text));
        table.Each("TextInfo.ToUpper", ["", "abc", "\u00DF\u00FC\u0131i", "\u01C6"], text => info.ToUpper(text));
        table.Each("TextInfo.ToLower", ["", "ABC", "\u1E9E\u00DC\u0130I", "\u01C4"], text => info.ToLower(text));
        table.Each("TextInfo of a character", ['a', 'Z', '\u00E9', '\u0131', '\u0130', '1'], c =>
            $"{(int)info.ToUpper(c)} {(int)info.ToLower(c)}");
        table.Case("TextInfo of the invariant culture", () => $"<{info.CultureName}> <{info.ListSeparator}>");
        table.Case("TextInfo of nothing", () => OrderCases.Message(() => info.ToUpper((string)null!)));
        table.Case("TextInfo.ToTitleCase of nothing", () => OrderCases.Message(() => info.ToTitleCase(null!)));
    }

    private sealed class Twice : Progress<int>
    {
        internal int Seen { get; private set; }

        protected override void OnReport(int value) => Seen = value * 2;
    }

    // Returns a few bytes at a time, each after a wait, and nothing to callers that do not wait.
    private sealed class Slow(byte[] bytes, int piece) : Stream
    {
        private int _at;

        internal TaskCompletionSource? Gate { get; init; }

        internal int FailsAt { get; init; } = -1;

        internal List<byte> Taken { get; } = [];

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await (Gate?.Task ?? Task.CompletedTask);
            await Task.Yield();
            if (_at == FailsAt)
            {
                throw new IOException("the line is cut");
            }

            int count = Math.Min(Math.Min(piece, buffer.Length), bytes.Length - _at);
            bytes.AsSpan(_at, count).CopyTo(buffer.Span);
            _at += count;
            return count;
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await (Gate?.Task ?? Task.CompletedTask);
            Taken.AddRange(buffer.ToArray());
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush() => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
