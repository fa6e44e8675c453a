// Questions and answers.

using System.IO;

namespace RustKernel.Hil.Cli.Bringup;

/// <summary>Talks with a person, or with a file of answers; everything said goes into the journal, too.</summary>
internal sealed class BringupDialogue(TextReader input, TextWriter output, TextWriter journal)
{
    /// <summary>Says a line.</summary>
    public void Say(string text)
    {
        output.WriteLine(text);
        journal.WriteLine(text);
    }

    /// <summary>Asks; returns the answer without blanks around it.</summary>
    /// <exception cref="EndOfStreamException">The input has ended.</exception>
    public string Ask(string question)
    {
        output.Write(question + " ");
        string answer = input.ReadLine()?.Trim() ?? throw new EndOfStreamException();
        journal.WriteLine($"{question} {answer}");
        return answer;
    }

    /// <summary>Asks for a step until the answer is yes; "skip" continues without it.</summary>
    /// <exception cref="EndOfStreamException">The input has ended.</exception>
    public void Walk(BringupStep step)
    {
        Say("");
        Say(step.Do.TrimEnd());
        while (true)
        {
            switch (Ask("Done (yes/no/skip)?"))
            {
                case "yes" or "y" or "skip":
                    return;
                case "no" or "n" when step.Otherwise.Length > 0:
                    Say(step.Otherwise.TrimEnd());
                    break;
            }
        }
    }
}
