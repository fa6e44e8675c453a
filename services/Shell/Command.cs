using System;

namespace RustKernel.Services.Shell;

/// <summary>A command of the shell: its name, purpose, and action on its words (the name is not among them).</summary>
internal sealed class Command(string name, string usage, string purpose, Action<string[]> action)
{
    /// <summary>The word to type.</summary>
    internal string Name => name;

    /// <summary>The words after it.</summary>
    internal string Usage => usage;

    /// <summary>One line for the help.</summary>
    internal string Purpose => purpose;

    /// <summary>Does the command.</summary>
    internal void Do(string[] words) => action(words);
}
