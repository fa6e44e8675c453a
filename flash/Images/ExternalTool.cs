// mtools and dosfstools.

using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Threading.Tasks;

namespace RustKernel.Flash.Images;

/// <summary>Runs a program whose output depends on its arguments alone: no time, no time zone, no locale, no user's settings.</summary>
internal static class ExternalTool
{
    // 2024-01-01: FAT knows no time before 1980, and 0 would show as 1970.
    private const string Epoch = "1704067200";

    // Copies some 10 MB into an image; a disk that hangs must not stop the tool.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <exception cref="ImageException">It is not installed, or failed.</exception>
    public static void Run(string program, IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true
        };
        start.Environment["SOURCE_DATE_EPOCH"] = Epoch;
        start.Environment["TZ"] = "UTC";
        start.Environment["LC_ALL"] = "C";
        start.Environment["MTOOLSRC"] = "/dev/null";
        start.Environment["MTOOLS_SKIP_CHECK"] = "1";
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            if (!Task.WaitAll([output, error], s_limit) || !process.WaitForExit(s_limit))
            {
                process.Kill(entireProcessTree: true);
                throw new ImageException($"{program} did not end within {s_limit.TotalSeconds} s and was ended");
            }

            if (process.ExitCode != 0)
            {
                throw new ImageException($"{program} failed: {(error.Result + output.Result).Trim()}");
            }
        }
        catch (Win32Exception)
        {
            throw new ImageException($"{program} is not installed: rk doctor says what to install");
        }
    }
}
