// What dotnet new console makes; with an argument it stays, for its memory to be looked at.

Console.WriteLine("Hello, World!");
if (args.Length > 0)
{
    Thread.Sleep(Timeout.Infinite);
}
