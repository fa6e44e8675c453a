using System.Collections.Generic;
using RustKernel.Services.Internet;
using RustKernel.Services.Network;
using RustKernel.Services.Storage;

namespace RustKernel.Network.Tests.Service;

/// <summary>
/// The service net without a kernel: a stack that loops back, the desk, and the kept table. Moves frames and events like the service's
/// loop, and drops frames to others.
/// </summary>
internal sealed class Desk
{
    private readonly byte[] _frame = new byte[1514];
    private readonly ulong _key;

    public Desk(MappedMemory? kept = null, ulong key = 1)
    {
        _key = key;
        Kept = kept ?? new MappedMemory(KeptSockets.Header + (64 * KeptSockets.EntryBytes));
        Stack = new InternetStack(new StackOptions { LinkAddress = new LinkAddress(0x020000000001) }, key, 2);
        Table = new KeptSockets(Kept);
        Sockets = new SocketDesk(Stack, Table);
    }

    public MappedMemory Kept { get; }

    public InternetStack Stack { get; }

    public KeptSockets Table { get; }

    public SocketDesk Sockets { get; }

    public long Now { get; set; } = 1_000_000;

    public static EndPoint Loopback(ushort port) => new(InternetAddress.FromIPv4(127, 0, 0, 1), port);

    /// <summary>The desk after a restart of the process.</summary>
    public Desk Succeed() => new(Kept, _key + 1) { Now = Now };

    /// <summary>Does everything possible now, and everything due within the time.</summary>
    public void Run(long time = 0)
    {
        long end = Now + time;
        while (true)
        {
            Settle();
            if (Stack.NextDeadline > end)
            {
                Now = end;
                return;
            }

            Now = Stack.NextDeadline > Now ? Stack.NextDeadline : Now;
            Stack.Advance(Now);
        }
    }

    public void Ring(Client client, uint slot)
    {
        if (client.Board.Ring((int)slot))
        {
            Sockets.OnBells(SocketDesk.BellOf(client.Session), Now);
        }
    }

    private void Settle()
    {
        List<InternetSocket> others = [];
        do
        {
            while (Stack.Transmit(_frame, Now).Length != 0)
            {
            }

            Sockets.TakeEvents(others, Now);
        }
        while (Stack.HasMore);
    }
}
