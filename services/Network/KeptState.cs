using System;
using System.Collections.Generic;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Network;

/// <summary>What is kept over a restart, by handles in the vault: the table of sockets, and each session's port and memory.</summary>
internal sealed class KeptState
{
    // Keys: 1 for the table; for a session its number times 32, and for its pieces the numbers after that.
    private const ulong TableKey = 1;
    private const ulong KeysOfSession = 32;
    private const ulong MostSockets = 4096;
    private const ulong PageBytes = 4096;
    private readonly Vault _vault;
    private readonly List<VaultRecord> _records;

    private KeptState(Vault vault, List<VaultRecord> records, MappedMemory table)
    {
        _vault = vault;
        _records = records;
        Sockets = new KeptSockets(table);
        Interface = new KeptInterface(table);
    }

    /// <summary>Slots.</summary>
    internal KeptSockets Sockets { get; }

    /// <summary>The interface's configuration.</summary>
    internal KeptInterface Interface { get; }

    /// <summary>Finds what the earlier process left, or begins empty. InvalidOperationException: the vault or memory fails.</summary>
    internal static KeptState Open()
    {
        ErrorCode error = Vault.Open(out Vault? vault);
        List<VaultRecord> records = vault?.ReadAll() ?? [];
        Handle<Memory> memory = default;
        foreach (VaultRecord record in records)
        {
            memory = record.Key == TableKey ? record.Handle.As<Memory>() : memory;
        }

        if (vault is not null && memory.IsNone)
        {
            const ulong most = MostSockets + KeptSockets.MostLost;
            ulong bytes = (KeptSockets.Header + (most * KeptSockets.EntryBytes) + PageBytes - 1) & ~(PageBytes - 1);
            error = Kernel.MemoryCreate(bytes, out memory);
            error = error == ErrorCode.None ? vault.Add(new VaultRecord(VaultRecord.Begin(TableKey), memory)) : error;
        }

        MappedMemory? table = null;
        error = error == ErrorCode.None ? MappedMemory.Open(memory, isWritable: true, out table) : error;
        return table is null
            ? throw new InvalidOperationException($"nothing can be kept: error {(int)error}")
            : new KeptState(vault!, records, table);
    }

    /// <summary>Keeps a session that has no piece yet. OutOfMemory: too much is kept.</summary>
    internal ErrorCode AddSession(Session session, Handle<Port> life, ulong lifeBits)
    {
        Payload data = VaultRecord.Begin(session.Number * KeysOfSession);
        data.Write(lifeBits, 8);
        data.Write(session.Account.Badge, 8);
        data.Write((ulong)session.Slots.Length, 4);
        return Reason(_vault.Add(new VaultRecord(data, life)));
    }

    /// <summary>Keeps a piece. OutOfMemory.</summary>
    internal ErrorCode AddPiece(Session session, uint piece, Handle<Memory> memory) =>
        Reason(_vault.Add(new VaultRecord(VaultRecord.Begin((session.Number * KeysOfSession) + 1 + piece), memory)));

    /// <summary>Forgets a session and its pieces.</summary>
    internal void Remove(Session session)
    {
        for (ulong i = (ulong)session.Pieces + 1; i > 0; i--)
        {
            _vault.Remove((session.Number * KeysOfSession) + i);
        }

        _vault.Remove(session.Number * KeysOfSession);
    }

    /// <summary>
    /// Opens the earlier process's sessions again, with as many slots as they had, and forgets those whose clients are gone.
    /// </summary>
    internal void Restore(SocketDesk desk)
    {
        Dictionary<ulong, Session> sessions = [];
        foreach (VaultRecord record in _records)
        {
            ulong number = record.Key / KeysOfSession;
            if (record.Key == TableKey)
            {
                continue;
            }

            if (record.Key % KeysOfSession == 0)
            {
                Payload data = record.Read();
                PortLife life = new(record.Handle.As<Port>(), data.Read(8));
                ulong badge = data.Read(8);
                Session? session = life.IsAlive ? desk.Open(number, badge, (uint)data.Read(4), life) : null;
                if (session is not null)
                {
                    sessions[number] = session;
                    continue;
                }

                life.End();
                _vault.Remove(record.Key);
            }
            else if (!sessions.TryGetValue(number, out Session? session) || !TryAdd(session, record))
            {
                record.Handle.Close();
                _vault.Remove(record.Key);
            }
        }

        _records.Clear();
        foreach (Session session in sessions.Values)
        {
            if (session.Board is null)
            {
                Remove(session);
                desk.End(session, 0);
            }
        }
    }

    private static bool TryAdd(Session session, in VaultRecord record)
    {
        uint piece = (uint)(record.Key % KeysOfSession) - 1;
        bool isNext = piece == (uint)session.Pieces && piece < Session.MostPieces;
        MappedMemory? memory = null;
        if (!isNext || MappedMemory.Open(record.Handle.As<Memory>(), isWritable: true, out memory) != ErrorCode.None)
        {
            return false;
        }

        session.Add(piece, memory!);
        return true;
    }

    private static ErrorCode Reason(ErrorCode error) => error == ErrorCode.WouldBlock ? ErrorCode.OutOfMemory : error;
}
