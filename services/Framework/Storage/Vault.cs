// Records that outlive a process, handles included, without memory of their own: messages in the queue of a port that Init owns and from
// which only this service receives. A queue survives its server, so the successor finds what is there.

using System.Collections.Generic;
using RustKernel.User;

namespace RustKernel.Services.Storage;

/// <summary>
/// Records that this service's successor finds; the manifest limits their number (<c>keep=</c>). A search goes once around the queue: it
/// takes each record out and puts it back at once. Only a process killed between these two calls loses a record.
/// </summary>
public sealed class Vault
{
    private readonly Handle<Port> _port;

    private Vault(Handle<Port> port) => _port = port;

    /// <summary>Opens this service's vault. AccessDenied: the manifest keeps nothing.</summary>
    public static ErrorCode Open(out Vault? vault)
    {
        ErrorCode error = InitClient.Vault(out Handle<Port> port);
        vault = error == ErrorCode.None ? new Vault(port) : null;
        return error;
    }

    /// <summary>
    /// Adds a record; its handle is copied, with all its rights. WouldBlock: the vault is full. AccessDenied: the handle may not be copied
    /// or sent.
    /// </summary>
    public ErrorCode Add(in VaultRecord record)
    {
        AnyHandle copy = default;
        ErrorCode error = record.Handle.IsNone ? ErrorCode.None : Duplicate(record.Handle, out copy);
        if (error == ErrorCode.None)
        {
            Message message = new() { Words = record.Words, Handles = new MessageHandles(copy) };
            error = Put(ref message, copy.IsNone ? 0u : 1);
        }

        if (error != ErrorCode.None)
        {
            copy.Close();
        }

        return error;
    }

    /// <summary>All records in the order in which they were added, each with a new handle, which the caller owns.</summary>
    public List<VaultRecord> ReadAll()
    {
        List<VaultRecord> records = new();
        for (ulong left = Count(); left > 0; left--)
        {
            Message message = default;
            if (!TryTake(ref message, out uint handles))
            {
                break;
            }

            AnyHandle copy = default;
            bool isCopied = handles != 0 && Duplicate(message.Handles[0], out copy) == ErrorCode.None;
            records.Add(new VaultRecord(in message, isCopied ? copy : default));
            _ = Put(ref message, handles);
        }

        return records;
    }

    /// <summary>Replaces the words of the record with the same key; it keeps its handle.</summary>
    public void Update(in VaultRecord record) => GoAround(record.Key, record);

    /// <summary>Removes the record of <paramref name="key"/> and closes its handle.</summary>
    public void Remove(ulong key) => GoAround(key, null);

    private void GoAround(ulong key, VaultRecord? replacement)
    {
        for (ulong left = Count(); left > 0; left--)
        {
            Message message = default;
            if (!TryTake(ref message, out uint handles))
            {
                break;
            }

            if (message.Words[0] == key && replacement is null)
            {
                (handles == 0 ? default : message.Handles[0]).Close();
                continue;
            }

            if (message.Words[0] == key && replacement is VaultRecord record)
            {
                message.Words = record.Words;
            }

            _ = Put(ref message, handles);
        }
    }

    private static ErrorCode Duplicate(AnyHandle handle, out AnyHandle copy)
    {
        copy = default;
        ErrorCode error = Kernel.HandleInfo(handle, out HandleInfoResults info);
        return error == ErrorCode.None ? Kernel.HandleDuplicate(handle, info.Rights, out copy) : error;
    }

    private ulong Count() => Kernel.HandleInfo(_port, out HandleInfoResults info) == ErrorCode.None ? info.Waiting : 0;

    private bool TryTake(ref Message message, out uint handles)
    {
        bool isThere = Kernel.Receive(_port, Deadline.Now, ref message) == ErrorCode.None;
        handles = isThere ? message.Info.Handles : 0;
        return isThere;
    }

    private ErrorCode Put(ref Message message, uint handles)
    {
        message.Info = new MessageInfo(0, MessageInfo.MaximumWords, handles, MessageKind.Send);
        return Kernel.Send(_port, Deadline.Now, in message);
    }
}
