using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using RustKernel.Hil.Strategies;
using Xunit;

namespace RustKernel.Hil.Tests;

/// <summary>The line of a run, shared with another process.</summary>
public sealed class LineShareTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    // More than a socket holds: the run waits for it once, and continues without it.
    [Fact]
    public void Who_reads_nothing_is_left()
    {
        using LineShare share = Offer(static _ => true);
        using Socket peer = Connect(share);
        byte[] bytes = new byte[64 * 1024];
        for (int i = 0; i < 1000 && share.IsInUse; i++)
        {
            share.Pass(bytes);
        }

        Assert.False(share.IsInUse);
    }

    [Fact]
    public void The_next_one_gets_the_line_and_what_is_sent_arrives()
    {
        int sent = 0;
        using LineShare share = Offer(bytes => Interlocked.Add(ref sent, bytes.Length) > 0);
        for (int i = 1; i <= 3; i++)
        {
            using Socket peer = Connect(share);
            share.Pass("x"u8);
            Assert.Equal(1, peer.Receive(new byte[8]));
            peer.Send("ab"u8);
            peer.Shutdown(SocketShutdown.Send);
            Await(() => !share.IsInUse);
            Assert.Equal(2 * i, sent);
        }
    }

    private LineShare Offer(LineShare.Send send) =>
        LineShare.TryOffer(_path, send) ?? throw new InvalidOperationException("the place is taken");

    private Socket Connect(LineShare share)
    {
        Socket peer = LineShare.TryConnect(_path) ?? throw new InvalidOperationException("nobody listens");
        Await(() => share.IsInUse);
        return peer;
    }

    private static void Await(Func<bool> isTrue) => Assert.True(SpinWait.SpinUntil(isTrue, TimeSpan.FromMinutes(2)));
}
