// The output of dotnet new console; with an argument it keeps running, so that its memory can be inspected.

Console.WriteLine("Hello, World!");
if (args.Length > 0)
{
    Thread.Sleep(Timeout.Infinite);
}
