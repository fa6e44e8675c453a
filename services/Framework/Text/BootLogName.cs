namespace RustKernel.Services.Text;

/// <summary>Names of the logs in /data/log: six digits or more, the boot's number, and ".log".</summary>
public static class BootLogName
{
    /// <summary>The directory of the logs.</summary>
    public const string Directory = "/data/log";

    private const string End = ".log";
    private const int LeastDigits = 6;
    private const int MostDigits = 18;

    /// <summary>The path of the log of boot <paramref name="number"/>.</summary>
    public static string PathOf(ulong number) => $"{Directory}/{number.ToString().PadLeft(LeastDigits, '0')}{End}";

    /// <summary>The number in <paramref name="name"/>. False: it is not the name of a log.</summary>
    public static bool TryRead(string name, out ulong number)
    {
        number = 0;
        int digits = name.Length - End.Length;
        if (digits is < LeastDigits or > MostDigits || !name.EndsWith(End))
        {
            return false;
        }

        for (int i = 0; i < digits; i++)
        {
            if (name[i] is < '0' or > '9')
            {
                return false;
            }

            number = (number * 10) + name[i] - '0';
        }

        return number > 0;
    }
}
