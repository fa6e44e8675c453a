using System;
using System.IO;
using RustKernel.Services.Files;
using RustKernel.Services.FileSystems.Updates;
using RustKernel.Services.Text;

namespace RustKernel.Services.Shell;

/// <summary>
/// update: a new kernel, tried once and kept if it reaches the prompt. Connects a person, and the shell's first prompt, to
/// <see cref="KernelUpdate"/>.
/// </summary>
internal sealed class UpdateCommand
{
    private readonly Action<string> _say;
    private readonly KernelUpdate _update = new(new MountedBoot());

    internal UpdateCommand(Action<string> say) => _say = say;

    /// <summary>update.</summary>
    internal void Update(string[] words)
    {
        if (words.Length == 0)
        {
            Describe();
            return;
        }

        string name = _update.Other;
        bool isBack = words[0] == "-b";
        byte[] hash = isBack ? _update.HashOf(name, Pulse.Beat) : Write(words);
        _update.Prepare();
        _say($"{name}, SHA-256 {KernelUpdate.Text(hash)}{(isBack ? "" : ", written and read back")}\n"
            + $"restarting to try it: it stays if it reaches the prompt, else {_update.Current} starts again\n");
        if (Mounts.Sync("data") is var data and not (ErrorCode.None or ErrorCode.NotFound))
        {
            _say($"/data cannot be synced ({FaultText.Of(data)}): what was written there last may be lost\n");
        }

        // The kernel on trial must be on the card.
        ErrorCode error = Mounts.Sync("boot");
        bool isOrdered = error == ErrorCode.None;
        error = isOrdered ? InitClient.Power(PowerAction.Try) : error;
        if (isOrdered && error == ErrorCode.TimedOut)
        {
            // The firmware may have taken the order, and that start needs tryboot.txt.
            throw new IOException("the firmware did not answer: the next start may be the trial");
        }

        _update.Forget();
        throw new IOException($"not tried, and {_update.Current} boots as before: " + (error == ErrorCode.NotSupported
            ? "this machine's firmware starts nothing for a trial"
            : FaultText.Of(error)));
    }

    /// <summary>A kernel on trial has reached the prompt: keeps it. Returns the text to show.</summary>
    internal static string Keep()
    {
        string said;
        try
        {
            KernelUpdate update = new(new MountedBoot());
            string? kept = update.Keep();
            said = kept is null ? "" : $"\nupdate: {kept} has reached the prompt and stays; {update.Other} is kept beside it\n";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A working kernel keeps running although /boot fails; a restart goes back to the old kernel.
            said = "\nupdate: this kernel is on trial, stays until the machine starts again, and is not kept: "
                + exception.Message + "\n";
        }

        ErrorCode error = InitClient.Power(PowerAction.Keep);
        return error == ErrorCode.None ? said
            : said + $"\nupdate: the watchdog does not know that this kernel stays: {FaultText.Of(error)}\n";
    }

    private void Describe()
    {
        _say($"{_update.Current} boots\n");
        if (_update.Tried is string tried)
        {
            _say($"{tried} was tried, or was about to be, and did not reach the prompt; update -b tries it again\n");
        }
    }

    // Checked against a given hash, or one in a file beside it.
    private byte[] Write(string[] words)
    {
        string beside = words[0] + ".sha256";
        string? text = words.Length > 1 ? words[1] : File.Exists(beside) ? File.ReadAllText(beside) : null;
        byte[]? expected = text is null ? null : KernelUpdate.Parse(text);
        if (text is not null && expected is null)
        {
            throw new IOException($"{(words.Length > 1 ? words[1] : beside)} has no SHA-256 of 64 hexadecimal digits");
        }

        if (expected is null)
        {
            _say($"no SHA-256 is given and there is no {beside}: what is written is compared with {words[0]} alone\n");
        }

        using FileStream source = File.OpenRead(words[0]);
        return _update.Write(source, expected, Pulse.Beat);
    }
}
