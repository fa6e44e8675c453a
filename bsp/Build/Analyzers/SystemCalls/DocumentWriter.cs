// docs/SYSCALLS.md.

using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RustKernel.Build.Analyzers.SystemCalls;

/// <summary>The table as a document.</summary>
public static class DocumentWriter
{
    private const string Head =
        "# System calls\n\n" +
        "Made from `kernel/Abstractions/SystemCalls.table`, as are the numbers, the kernel's dispatch with its checks of handles and "
            + "rights, the stubs\n" +
        "`Kernel.*` of programs, and what suite `hostile` tries. A test holds this file against the table; `RK_ACCEPT=1 make test "
            + "PART=Analyzers.Tests` writes it anew.\n\n" +
        "## Registers\n\n" +
        "`SVC #0` with the number in x8, arguments from x0. On return x0 holds the error (0: none), results follow from x1; x19 to x30, "
            + "SP, the SIMD\n" +
        "registers v8 to v15 (low halves), FPCR, FPSR and TPIDR_EL0 are kept. The others are either as they were or zero: nothing of the "
            + "kernel's is in them.\n" +
        "An unknown number is NotSupported. The kernel follows no address of the caller's: what is longer than the registers goes through "
            + "memory objects.\n\n" +
        "A *handle* names an object and carries rights: `send receive manage duplicate transfer read write execute`. Zero is no handle. "
            + "Deadlines are values\n" +
        "of CNTVCT_EL0; 0 does not wait, 2^64-1 waits for ever.\n\n" +
        "A *message* has other registers: x0 port (on return the error), x1 deadline (badge), x2 label, number of words, number of handles "
            + "and kind\n" +
        "(`MessageInfo`), x3 and x4 up to four handles, x5 the token that a reply names, x10 to x17 the words.\n\n" +
        "## Table\n\n| number | call | arguments | results | errors | waits |\n|---|---|---|---|---|---|\n";

    /// <summary>The text of docs/SYSCALLS.md.</summary>
    public static string Write(SystemCallTable table)
    {
        StringBuilder text = new(Head);
        foreach (SystemCallEntry call in table.Calls)
        {
            text.Append("| ").Append(call.Number).Append(" | [").Append(call.Name).Append("](#").Append(
                call.Name.ToLowerInvariant()).Append(") | ")
                .Append(string.Join(", ", call.Arguments.Select(a => a.Name))).Append(" | ").Append(
                    string.Join(", ", call.Results.Select(r => r.Name))).Append(" | ")
                .Append(string.Join(", ", call.AllErrors.Select(e => e.Name))).Append(" | ").Append(
                    call.Blocks ? "may wait" : "").Append(" |\n");
        }

        text.Append("\n## Calls\n");
        foreach (SystemCallEntry call in table.Calls)
        {
            text.Append("\n### ").Append(call.Name).Append("\n\n").Append(call.Text).Append('\n');
            WriteList(text, call.Arguments.Select((a, i) => "x" + i + " `" + a.Name + "`: " + Meaning(a)));
            WriteList(text, call.Results.Select(
                (r, i) => "result x"
                    + (i + 1)
                    + " `"
                    + r.Name
                    + "`"
                    + (r.Type == "new" ? ": a new handle" : r.Type == "foreign" ? ": a handle of that process" : "")));
            WriteList(text, call.AllErrors.Select(e => e.Name + ": " + e.Text));
        }

        return text.ToString();
    }

    private static void WriteList(StringBuilder text, IEnumerable<string> lines)
    {
        string joined = string.Join("\n", lines.Select(line => "- " + line));
        text.Append(joined.Length == 0 ? "" : "\n" + joined + "\n");
    }

    private static string Meaning(CallParameter argument)
    {
        string rights = argument.Rights.Count == 0 ? "" : " with " + string.Join(", ", argument.Rights);
        string zero = !argument.IsOptional ? "" : argument.Type == "Port" ? " (0: none)" : " (0: the caller's own)";
        return argument.IsAnyObject ? "handle of any kind" + rights
            : argument.IsObject ? argument.Type + " handle" + rights + (argument.IsLookedUpLater ? " with the rights asked for" : "") + zero
            : Number(argument.Type);
    }

    private static string Number(string type) => type switch
    {
        "byteCount" => "bytes",
        "sizeBytes" or "size" => "bytes",
        "offset" => "bytes from the object's start",
        "address" => "virtual address",
        "physical" => "physical address",
        "entry" => "virtual address of the first instruction",
        "deadline" => "counter value",
        "period" => "counter ticks",
        "rights" => "bits of `Rights`",
        "access" => "bits of `Rights`: read, read and write, or read and execute",
        "registerValue" => "its value",
        "frameQuota" => "frames of 4 KiB",
        "objectQuotas" => "objects (low half) and handles (high half)",
        "cpus" => "a bit for each CPU",
        "priority" => "0 (idle) to 31",
        "flag" => "0 or 1",
        "count" => "how many",
        "item" => "a member of `SystemItem`",
        "register" => "register number",
        "powerAction" => "0 power off, 1 restart",
        _ => type,
    };
}
