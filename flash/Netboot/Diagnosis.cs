// Why a board's boot does not continue.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.Flash.Tftp;

namespace RustKernel.Flash.Netboot;

/// <summary>Says in a sentence what the sequence of requests means.</summary>
public static class Diagnosis
{
    // Longer than any pause a boot ROM makes between two requests (TFTP_FILE_TIMEOUT of a Pi 4 is 30 s).
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(35);
    private static readonly string[] s_firmware = ["start4.elf", "start.elf", "start4cd.elf", "start4db.elf", "start4x.elf"];

    /// <summary>The sentence for <paramref name="board"/> at <paramref name="now"/>; empty while everything may still go well.</summary>
    public static string Of(Board board, TimeSpan now)
    {
        if (board.Stage == BoardStage.Discovering)
        {
            return board.Offers >= 3
                ? $"asked for an address {board.Offers} times and took no offer: another DHCP server answers first, or the answers do not "
                    + $"reach it"
                : "";
        }
        // A file that came in the end is no trouble, nor is anything before the kernel if that came.
        TftpRequestRecord? failure = board.Stage == BoardStage.KernelFetched
            ? null
            : board.Requests.LastOrDefault(
                request => request.IsFailure
                    && !board.Requests.Any(later => later.Began > request.Began && later.File == request.File && WasSent(later)));
        string refused = failure is null ? "" : $"{failure.File}: {failure.Verdict}, {failure.Reason}";
        if (now - board.LastSeen < s_silence)
        {
            return refused;
        }

        return board.Stage switch
        {
            BoardStage.Addressed =>
                "has an address and asked for no file: it does not know the TFTP server (a Pi: set TFTP_IP in the EEPROM), or a firewall "
                    + "drops port 69",
            BoardStage.KernelFetched => "",
            _ => OfFiles(board.Requests) is { Length: > 0 } found ? found : refused,
        };
    }

    private static string OfFiles(IReadOnlyList<TftpRequestRecord> requests)
    {
        if (requests.FirstOrDefault(request => BoardTable.IsKernel(request.File) && request.Verdict == TftpVerdict.NotFound) is { } missing
            && !requests.Any(request => BoardTable.IsKernel(request.File) && WasSent(request)))
        {
            return $"asked for {missing.File}, which is not served: its name in config.txt and the file must agree";
        }

        TftpRequestRecord[] firmware = [.. requests.Where(request => s_firmware.Contains(Path.GetFileName(request.File)))];
        int sent = firmware.Count(WasSent);
        bool askedConfig = requests.Any(request => Path.GetFileName(request.File) == "config.txt");
        if (firmware.Length > 0 && sent == 0 && firmware.All(request => request.Verdict == TftpVerdict.NotFound))
        {
            return "asked for start4.elf, which is not served: rk firmware fetch gets the boot firmware";
        }

        if (sent > 0 && !askedConfig)
        {
            return $"asked for {Path.GetFileName(firmware[0].File)} {firmware.Length} times, got it, never asked for config.txt: firmware "
                + $"too old, or damaged";
        }

        if (sent > 0 && !requests.Any(request => BoardTable.IsKernel(request.File)))
        {
            return "runs its firmware and never asked for a kernel: look at config.txt and the firmware's log on the UART";
        }

        IGrouping<string, TftpRequestRecord>? repeated = requests
            .Where(WasSent)
            .GroupBy(request => request.File)
            .FirstOrDefault(group => group.Count() >= 3);
        return repeated is null ? "" : $"fetched {repeated.Key} {repeated.Count()} times: it starts over after it";
    }

    private static bool WasSent(TftpRequestRecord request) => request.Verdict is TftpVerdict.Served or TftpVerdict.Unconfirmed;
}
