using System;
using System.Collections.Generic;
using System.IO;
using RustKernel.Services.Text;

namespace RustKernel.Services.Shell;

/// <summary>dmesg -b: the logs of the last boots, which the service journal keeps in /data/log.</summary>
internal static class BootLogs
{
    private const ulong AnswerMilliseconds = 10_000;

    /// <summary>
    /// Lists the boots; or shows the log of the boot <paramref name="back"/> ("-1": the one before this). Throws as System.IO does, and
    /// ArgumentException.
    /// </summary>
    internal static void Show(string back, Action<string> say, Action<byte[]> put)
    {
        // Without a journal, all logs there are from earlier boots.
        JournalClient journal = new(InitClient.PortOf("journal")) { TimeoutTicks = Own.Ticks(AnswerMilliseconds) };
        ulong own = journal.Boot(out ulong number) == ErrorCode.None ? number : 0;
        List<FileItem> all = new();
        bool hasOwn = false;
        foreach (FileItem item in FileItem.In(BootLogName.Directory))
        {
            if (BootLogName.TryRead(item.Name, out ulong of))
            {
                all.Add(item);
                hasOwn |= of == own;
            }
        }

        int before = all.Count - (hasOwn ? 1 : 0);
        if (back.Length == 0)
        {
            for (int i = 0; i < all.Count; i++)
            {
                say($"{(i == before ? "0" : $"-{before - i}").PadLeft(4)} {all[i].Line}");
            }

            return;
        }

        ulong wanted = FileCommands.Number(back[0] == '-' ? back[1..] : back, "boots");
        if (wanted > (ulong)before || (wanted == 0 && !hasOwn))
        {
            throw new ArgumentException($"{BootLogName.Directory} has no log of that boot; dmesg -b lists what it has");
        }

        FileCommands.Read(Path.Join(BootLogName.Directory, all[before - (int)wanted].Name), put);
    }
}
